import type { DatabaseKind } from './database.ts'
import { postgresDatabase } from './postgres-database.ts'
import { sqliteDatabase } from './sqlite-database.ts'

/** Every kind of database that the suite is run for. */
export const databases: readonly DatabaseKind[] = [
  { name: 'SQLite', nodes: 'one', create: sqliteDatabase },
  { name: 'PostgreSQL', nodes: 'many', create: postgresDatabase },
]
