import { postgresDatabase } from '../support/postgres/postgres-databases.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

/** Two apps on one database, which know of each other only what two processes know. */
export interface TwoApps extends AsyncDisposable {
  readonly one: TestApp
  readonly other: TestApp
  /** Runs one statement beside them. */
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>
}

export async function startTwoApps(settings: Readonly<Record<string, string>> = {}): Promise<TwoApps> {
  await using stack = new AsyncDisposableStack()
  const { url, query } = stack.use(await postgresDatabase())
  const start = async (): Promise<TestApp> =>
    stack.use(await startTestApp({ settings: { ...settings, DATABASE_URL: url } }))
  const [one, other] = [await start(), await start()]
  const owned = stack.move()
  return { one, other, query, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
