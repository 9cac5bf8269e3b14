import type { Databases } from './database.ts'
import { postgresDatabases } from './postgres-databases.ts'
import { sqliteDatabases } from './sqlite-databases.ts'

/**
 * @param database `sqlite`, `postgres` for a server of the benchmark's own, or the URL of a server on which it may create databases
 * @param folder on a real disk
 */
export async function openDatabases(database: string, folder: string): Promise<Databases> {
  return database === 'sqlite' ? sqliteDatabases : await postgresDatabases(database, folder)
}
