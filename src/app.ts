import { isIP } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { aesSecretBox } from './accounts/aes-secret-box.ts'
import { createOpenIdProvider } from './accounts/openid-provider.ts'
import { type FirstStart, prepareFirstStart } from './accounts/first-start.ts'
import { leftOverKeys, secretKey } from './accounts/secret-key.ts'
import { type SessionKeeper, createSessionKeeper } from './accounts/session-keeper.ts'
import { createLoginThrottle } from './accounts/login-throttle.ts'
import type { Config } from './config.ts'
import { createAddressGuard } from './delivery/address-guard.ts'
import { Dispatcher } from './delivery/dispatcher.ts'
import { Sweeper } from './delivery/sweeper.ts'
import { type Clock, systemClock } from './domain/clock.ts'
import { createHints } from './domain/hints.ts'
import type { PayloadFormat } from './domain/payload-format.ts'
import { DEFAULT_SOURCE } from './domain/source.ts'
import type { Store } from './domain/store.ts'
import type { TargetKind } from './domain/target.ts'
import { type Access, createAccess } from './http/access.ts'
import { createAuditTrail } from './http/audit-trail.ts'
import { createAuthorization } from './http/authorization.ts'
import { withApiDocument } from './http/handlers/api-document.ts'
import type { OpenIdLogin } from './http/openid-login.ts'
import type { Route } from './http/route.ts'
import { routes } from './http/routes.ts'
import { createSealedCookies } from './http/sealed-cookie.ts'
import { createServer } from './http/server.ts'
import { Intake } from './intake/intake.ts'
import { createRehearsal } from './intake/rehearsal.ts'
import { createReplay } from './intake/replay.ts'
import { LastEvents } from './intake/last-events.ts'
import { type Log, createLog } from './log.ts'
import { PAYLOAD_FORMATS } from './payloads/payload-formats.ts'
import { READY_MADE_TEMPLATES } from './payloads/template/ready-made.ts'
import { openRegistry } from './registry/open-registry.ts'
import { SOURCE_KINDS } from './sources/source-kinds.ts'
import { readTrivyReport } from './sources/trivy.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'
import { createTargetKinds } from './targets/target-kinds.ts'
import { VERSION } from './version.ts'

const CONSOLE_FOLDER = fileURLToPath(new URL('../dist/console', import.meta.url))

/** By which its own requests to a registry are known; those make no event. */
const USER_AGENT = `Bellbuoy/${VERSION}`

/** What tests put in place of the real thing. */
export interface AppOverrides {
  readonly clock?: Clock
  readonly random?: () => number
  readonly log?: Log
  /** Where the console was built. */
  readonly consoleFolder?: string
  readonly payloadFormats?: readonly PayloadFormat[]
}

/** The running program. Disposing it takes no new work, ends what is under way and closes everything. */
export interface App extends AsyncDisposable {
  /** Where it listens, for example `http://127.0.0.1:8080`. */
  readonly url: string
  readonly store: Store
  readonly firstStart: FirstStart
  /** Every path and who may call it. */
  readonly routes: readonly Route[]
}

/**
 * Builds all parts, joins them and listens.
 *
 * @throws Error with a message for the user when the database or the port cannot be had
 */
export async function startApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const { clock = systemClock, random = Math.random, log = createLog(config.logLevel) } = overrides
  const { consoleFolder = CONSOLE_FOLDER, payloadFormats: formats = PAYLOAD_FORMATS } = overrides
  await using starting = new AsyncDisposableStack()
  const store = starting.use(await openStore(config, clock))
  const firstStart = await prepareFirstStart(store, config)
  const targetKinds = createTargetKinds({
    guard: createAddressGuard({
      allow: config.targetAllow,
      deny: config.targetDeny,
      allowLoopback: isLoopback(config.host),
    }),
    clock,
    timeoutMs: config.timeoutMs,
    userAgent: USER_AGENT,
  })
  for (const kind of targetKinds) starting.use(kind)
  const dispatcher = starting.use(
    new Dispatcher({ store, targetKinds, retryRule: config.retryRule, clock, random, log }),
  )
  const sweeper = starting.use(
    new Sweeper({ queue: store.queue, dispatcher, maxAgeMs: config.maxAgeMs, clock, log }),
  )
  await sweeper.start()
  const lastEvents = starting.use(new LastEvents({ sources: store.sources, clock, log }))
  const { createProjects, holding, pullWindowMs } = config
  const registry = openRegistry(config.registry, {
    ...{ source: DEFAULT_SOURCE, userAgent: USER_AGENT, timeoutMs: holding.enrichTimeoutMs, log },
  })
  if (registry !== null) starting.use(registry.client)
  const intake = starting.use(
    new Intake({
      ...{ store, formats, dispatch: dispatcher, clock, log, createProjects, holding },
      ...{ pullWindowMs, lastEvents },
      readerOf: (source) => (source === DEFAULT_SOURCE ? (registry?.reader ?? null) : null),
    }),
  )
  await intake.start()
  const now = (): number => clock.now()
  const sessions = createSessionKeeper(store, now, config.sessionLimits)
  const throttle = createLoginThrottle(now)
  const openIdLogin = createOpenIdLogin(config, now, log)
  if (openIdLogin !== null) starting.use(openIdLogin.provider)
  const access = createAccess({
    ...{ users: store.users, robots: store.robots, sessions, throttle, openId: config.openId, now },
  })
  const table = routeTable({
    ...{
      access,
      sessions,
      openIdLogin,
      config,
      store,
      targetKinds,
      dispatcher,
      intake,
      lastEvents,
      clock,
      log,
    },
    payloadFormats: formats,
  })
  const server = createServer({
    routes: table,
    access,
    authorization: createAuthorization(store.projects, store.members, config.openId),
    auditTrail: createAuditTrail(store.audit, now, log),
    trustedProxies: config.trustedProxies,
    consoleFolder,
    log,
  })
  starting.defer(() => server.close())
  await listen(server, config)
  const { port } = server.server.address() as AddressInfo
  const url = `http://${isIP(config.host) === 6 ? `[${config.host}]` : config.host}:${port}`
  log.serving({ url, database: config.databaseUrl.split(':', 1)[0] ?? '' })
  const started = starting.move()
  return { url, store, firstStart, routes: table, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

function openStore(config: Config, clock: Clock): Promise<Store> {
  const path = databasePath(config)
  return openSqliteStore({
    path,
    secrets: () => aesSecretBox(secretKey(config.secretKey, `${path}.key`), leftOverKeys(`${path}.key`)),
    clock,
    notificationsInitiallyEnabled: config.notificationEnable,
  })
}

function databasePath({ databaseUrl }: Config): string {
  return databaseUrl.slice('sqlite:'.length)
}

/** Called once the database is open, and so there is a secret key. */
function createOpenIdLogin(config: Config, now: () => number, log: Log): OpenIdLogin | null {
  const { openId: settings, externalUrl } = config
  if (settings === null || externalUrl === null) return null
  const key = secretKey(config.secretKey, `${databasePath(config)}.key`)
  return {
    settings,
    externalUrl,
    provider: createOpenIdProvider(settings, { externalUrl, now, log }),
    // A key of their own: what is sealed for the store must not pass for a cookie.
    cookies: createSealedCookies(aesSecretBox(`cookies ${key}`), now),
  }
}

interface TableInput {
  readonly access: Access
  readonly sessions: SessionKeeper
  readonly openIdLogin: OpenIdLogin | null
  readonly config: Config
  readonly store: Store
  readonly targetKinds: readonly TargetKind[]
  readonly dispatcher: Dispatcher
  readonly intake: Intake
  readonly lastEvents: LastEvents
  readonly clock: Clock
  readonly log: Log
  readonly payloadFormats: readonly PayloadFormat[]
}

function routeTable({
  access,
  sessions,
  openIdLogin,
  config,
  store,
  targetKinds,
  dispatcher,
  intake,
  lastEvents,
  clock,
  log,
  payloadFormats,
}: TableInput): readonly Route[] {
  const { ignoredUserAgents, defaultPayloadFormat, authHeaderReadable } = config
  const sources = createHints((name: string) => store.sources.byName(name))
  store.onRulesChanged(sources.clear)
  const sourcesOfKind = createHints((kind: string) => store.sources.ofKind(kind))
  store.onRulesChanged(sourcesOfKind.clear)
  const table = routes({
    store,
    sources,
    sourcesOfKind: sourcesOfKind.get,
    sourceKinds: SOURCE_KINDS,
    readTrivyReport,
    translation: { ignoredUserAgents },
    intake,
    log,
    checks: { targetKinds, payloadFormats, defaultPayloadFormat },
    readyMadeTemplates: READY_MADE_TEMPLATES,
    dispatch: dispatcher,
    clock,
    rehearsal: createRehearsal({ formats: payloadFormats, targetKinds, clock }),
    replay: createReplay({ store, formats: payloadFormats, dispatch: dispatcher, clock }),
    access,
    sessions,
    openIdLogin,
    version: VERSION,
    externalUrl: config.externalUrl,
    authHeaderReadable,
    lastEventOf: (sourceId) => lastEvents.of(sourceId),
  })
  return withApiDocument(table, VERSION)
}

async function listen(server: ReturnType<typeof createServer>, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(`port ${port} on ${host} is in use: set PORT to another one`, { cause: error })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`${host} is no address of this machine: set HOST to another one`, { cause: error })
    }
    throw error
  }
}

/** Whether only this machine can reach a host name or address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
