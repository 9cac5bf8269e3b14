import { isIP } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { FirstStart } from './accounts/first-start.ts'
import { createLoginBrake } from './accounts/login-brake.ts'
import { createPasswordLogin } from './accounts/password-login.ts'
import { createRobotLogin } from './accounts/robot-login.ts'
import { createSessionKeeper } from './accounts/session-keeper.ts'
import { startEngine } from './app/engine.ts'
import { createOidcLogin } from './app/oidc-login.ts'
import { routeTable } from './app/route-table.ts'
import type { Config } from './config.ts'
import { type Clock, systemClock } from './domain/clock.ts'
import type { Store } from './domain/store.ts'
import { createAccess } from './http/callers/access.ts'
import { createAuditTrail } from './http/audit-trail.ts'
import { createAuthorization } from './http/callers/authorization.ts'
import { LiveStreams } from './http/live/live-streams.ts'
import type { Route } from './http/route.ts'
import { createServer } from './http/server.ts'
import { type Log, createLog } from './log.ts'

const CONSOLE_FOLDER = fileURLToPath(new URL('../dist/console', import.meta.url))

/** Parts that tests replace. */
export interface AppOverrides {
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
  const { clock = systemClock, random = Math.random, log = createLog(config.logLevel) } = overrides
  await using starting = new AsyncDisposableStack()
  const liveStreams = new LiveStreams(clock)
  const engine = await startEngine(config, { clock, random, log, changes: liveStreams }, starting)
  const { store, firstStart } = engine
  const now = (): number => clock.now()
  const sessions = createSessionKeeper(store, now, config.sessionLimits)
  const brake = createLoginBrake(now)
  const oidcLogin = createOidcLogin(config, now, log)
  if (oidcLogin !== null) starting.use(oidcLogin.provider)
  const access = createAccess({
    passwordLogin: createPasswordLogin({ users: store.users, brake, passwords: engine.passwords, now }),
    robotLogin: createRobotLogin({ robots: store.robots, brake, now }),
    sessions,
    oidc: config.oidc,
  })
  const table = routeTable({ engine, access, sessions, oidcLogin, liveStreams, config, clock, log })
  const server = createServer({
    routes: table,
    access,
    authorization: createAuthorization(store.projects, store.members, config.oidc),
    auditTrail: createAuditTrail(store.audit, now, log),
    revisions: store.revisions,
    trustedProxies: config.trustedProxies,
    consoleFolder: overrides.consoleFolder ?? CONSOLE_FOLDER,
    log,
  })
  starting.defer(() => server.close())
  // The streams end before the server closes, which waits for every answer.
  starting.use(liveStreams)
  await listen(server, config)
  const { port } = server.server.address() as AddressInfo
  const url = `http://${isIP(config.host) === 6 ? `[${config.host}]` : config.host}:${port}`
  log.serving({ url, database: config.databaseUrl.split(':', 1)[0] ?? '' })
  const started = starting.move()
  return { url, store, firstStart, routes: table, [Symbol.asyncDispose]: () => started.disposeAsync() }
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
