import type { DatabaseSync } from 'node:sqlite'

/** Undoes the open transaction. On a full disk SQLite has done so by itself, and there is none to undo. */
export function rollback(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('rollback')
}
