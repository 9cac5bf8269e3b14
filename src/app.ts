import { fileURLToPath } from 'node:url'
import type { FirstStart } from './accounts/first-start.ts'
import { type Engine, startEngine } from './app/engine.ts'
import { listenOn } from './app/listen-on.ts'
import { ownCertificate } from './app/own-certificate.ts'
import { startPeopleSide } from './app/people-side.ts'
import { limitsInForce } from './app/retention.ts'
import { routeTable } from './app/route-table.ts'
import type { Config } from './config.ts'
import { type Clock, systemClock } from './domain/clock.ts'
import type { Store } from './domain/store.ts'
import { createAuditTrail } from './http/audit-trail.ts'
import { createAuthorization } from './http/callers/authorization.ts'
import { LiveStreams } from './http/live/live-streams.ts'
import { createFiguresServer } from './http/figures-server.ts'
import type { Route } from './http/route.ts'
import { createServer } from './http/server.ts'
import { type Log, createLog } from './log.ts'
import type { ServedCertificate } from './net/served-certificate.ts'

const CONSOLE_FOLDER = fileURLToPath(new URL('../dist/console', import.meta.url))

/** What a process does beside intake, API and console, and parts that tests replace. */
export interface AppOverrides {
  /** False: it delivers nothing; other processes on the database do. */
  readonly delivers?: boolean
  readonly clock?: Clock
  readonly random?: () => number
  readonly log?: Log
  /** The folder of the built console. */
  readonly consoleFolder?: string
}

/** The running program. Disposing it takes no new work, waits for the work under way and closes everything. */
export interface App extends AsyncDisposable {
  /** The address it listens on, for example `http://127.0.0.1:8080`. */
  readonly url: string
  readonly store: Store
  readonly firstStart: FirstStart
  /** Every route and who may call it. */
  readonly routes: readonly Route[]
}

/**
 * Builds all parts, joins them and listens.
 *
 * @throws Error with a message for the user when the database cannot be opened or the port cannot be used
 */
export async function startApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const { log = createLog(config.logLevel, undefined, config.logTraffic) } = overrides
  const { random = Math.random, delivers = true } = overrides
  await using starting = new AsyncDisposableStack()
  const { clock: given = null } = overrides
  const liveStreams = new LiveStreams(given ?? systemClock)
  const certificate = await ownCertificate(config, log, starting)
  const parts = { clock: given, random, log, delivers, certificate, changes: liveStreams }
  const engine = await startEngine(config, parts, starting)
  const { store, firstStart } = engine
  const { clock } = store
  const people = startPeopleSide({ config, engine, log }, starting)
  const table = routeTable({
    ...people,
    engine,
    liveStreams,
    config,
    keepBodiesDays: (await limitsInForce(config, store)).bodies.days,
    clock,
    log,
  })
  const server = createServer({
    routes: table,
    access: people.access,
    authorization: createAuthorization(store.projects, store.members, config.oidc),
    auditTrail: createAuditTrail(store.audit, () => clock.now(), log),
    revisions: store.revisions,
    trustedProxies: config.trustedProxies,
    certificate: certificate?.options ?? null,
    consoleFolder: overrides.consoleFolder ?? CONSOLE_FOLDER,
    log,
  })
  starting.defer(() => server.close())
  // The streams end before the server closes, which waits for every answer.
  starting.use(liveStreams)
  const url = await listenOn(server, { ...config, certificate })
  if (config.metrics.port !== null)
    await serveFigures(engine, { ...config.metrics, port: config.metrics.port, certificate }, starting)
  const started = starting.move()
  return { url, store, firstStart, routes: table, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

interface Figures {
  readonly port: number
  readonly certificate: ServedCertificate | null
}

/** The figures at an address of their own, for those who keep them apart. */
async function serveFigures(
  { store, descriptors, metricsText }: Engine,
  { host, port, token, certificate }: Config['metrics'] & Figures,
  starting: AsyncDisposableStack,
): Promise<void> {
  const server = createFiguresServer({
    store,
    descriptors,
    metrics: { text: metricsText, token },
    certificate: certificate?.options ?? null,
  })
  starting.defer(() => server.close())
  await listenOn(server, {
    host,
    port,
    certificate,
    settings: { host: 'METRICS_HOST', port: 'METRICS_PORT' },
  })
}
