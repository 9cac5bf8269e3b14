import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of the database in a folder, with what stands in its log and was not moved into it yet. */
export function databaseBytes(folder: string): number {
  return readdirSync(folder)
    .filter((name) => name.startsWith('bellbuoy.db'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
