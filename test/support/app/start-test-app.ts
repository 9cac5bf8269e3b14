import { type App, type AppOverrides, startApp } from '../../../src/app.ts'
import { type Config, readConfig } from '../../../src/config.ts'
import { createLog } from '../../../src/log.ts'
import { answerCheck } from './answer-check.ts'
import {
  type ApiAnswer,
  type ApiClient,
  type PostEnvelopeOptions,
  apiClient,
  checkAnswers,
  postEnvelope,
} from './api-client.ts'
import { adminPassword, sourceToken } from './bellbuoy-process.ts'
import { type AppDatabase, appDatabase, sqliteAppDatabase } from './app-database.ts'

export interface TestAppOptions extends Omit<AppOverrides, 'log'> {
  /** By the names of the settings table; on top of those that make it an app for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** For tests that work on the file itself: an SQLite database, whatever the run is on. */
  readonly needsFile?: true
  /** One that is there already; the caller disposes it. */
  readonly database?: AppDatabase
}

type Row = Readonly<Record<string, unknown>>

/** All of Bellbuoy in the test's own process, on a free port and a database of its own. */
export interface TestApp extends AsyncDisposable, Pick<App, 'url' | 'store' | 'routes'> {
  /** Calls the API as `admin`. */
  readonly api: ApiClient
  /** Calls the API as nobody. */
  readonly anonymous: ApiClient
  /** Posts an envelope as a registry that knows the token. */
  readonly postEnvelope: (envelope: unknown, options?: PostEnvelopeOptions) => Promise<ApiAnswer>
  /** What is stored, by SQL, for what the API does not show. */
  readonly rows: (sql: string) => readonly Row[]
  /** Where it is stored: an SQLite file; empty on PostgreSQL. */
  readonly databaseFile: string
  /** The same as a setting names it, on either. */
  readonly databaseUrl: string
  /** What was logged so far. */
  readonly log: readonly Row[]
}

/** Starts the app; disposing it ends it and removes all that it stored. */
export async function startTestApp({
  settings = {},
  needsFile,
  database: given,
  ...overrides
}: TestAppOptions = {}): Promise<TestApp> {
  await using stack = new AsyncDisposableStack()
  const database = given ?? stack.use(await (needsFile ? sqliteAppDatabase() : appDatabase()))
  const log: Row[] = []
  const config = configOf({ DATABASE_URL: database.url, ...settings })
  const write = (line: string) => void log.push(JSON.parse(line) as Row)
  const logged = createLog(config.logLevel, { write }, config.logTraffic)
  const app = stack.use(await startApp(config, { ...overrides, log: logged }))
  checkAnswers(app.url, answerCheck(app.routes))
  const owned = stack.move()
  return {
    url: app.url,
    store: app.store,
    routes: app.routes,
    api: apiClient(app.url, { user: 'admin', password: adminPassword }),
    anonymous: apiClient(app.url),
    postEnvelope: (envelope, options) => postEnvelope(app.url, sourceToken, envelope, options),
    rows: database.rows,
    databaseFile: database.file,
    databaseUrl: database.url,
    log,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function configOf(settings: Readonly<Record<string, string>>): Config {
  const all = {
    HOST: '127.0.0.1',
    PORT: '0',
    ADMIN_PASSWORD: adminPassword,
    SOURCE_TOKEN: sourceToken,
    SECRET_KEY: 'a key for tests',
    ...settings,
  }
  const environment = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`BELLBUOY_${name}`, value]),
  )
  // A file without settings: one in the working folder must not count.
  return readConfig({ file: '/dev/null', environment })
}
