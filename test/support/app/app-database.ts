import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { postgresDatabase } from '../postgres/postgres-databases.ts'
import { rowsAtOnce } from '../postgres/rows-at-once.ts'
import { createMigratedFile } from '../sqlite/migrated-file.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { WITH_ADMIN } from './with-admin.ts'

type Row = Readonly<Record<string, unknown>>

/** The database of an app. */
export interface AppDatabase extends AsyncDisposable {
  readonly url: string
  /** Empty where it is no file. */
  readonly file: string
  readonly rows: (sql: string) => readonly Row[]
}

/** With `TEST_DATABASE=postgres` in the environment apps run on PostgreSQL. */
export const isOnPostgres = process.env['TEST_DATABASE'] === 'postgres'

/** One that the run is on. */
export function appDatabase(): Promise<AppDatabase> {
  return isOnPostgres ? postgresAppDatabase() : sqliteAppDatabase()
}

export async function sqliteAppDatabase(): Promise<AppDatabase> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await newAppFile())
  await createMigratedFile(database.file, WITH_ADMIN)
  stack.move()
  return database
}

/** A place for an SQLite file that the app itself creates, as on its first start. */
export async function newAppFile(): Promise<AppDatabase> {
  const folder = await temporaryFolder('app')
  const file = join(folder.path, 'bellbuoy.db')
  return {
    url: `sqlite:${file}`,
    file,
    rows: (sql) => rowsOf(file, sql),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

export async function postgresAppDatabase(): Promise<AppDatabase> {
  await using stack = new AsyncDisposableStack()
  const { url } = stack.use(await postgresDatabase(WITH_ADMIN))
  const { rows } = stack.use(rowsAtOnce(url))
  const owned = stack.move()
  return { url, file: '', rows, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function rowsOf(file: string, sql: string): readonly Row[] {
  using database = new DatabaseSync(file, { readOnly: true })
  return database.prepare(sql).all()
}
