import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Databases } from './database.ts'

const NAME = 'bellbuoy.db'

/** A file in the folder of its Bellbuoy. */
export const sqliteDatabases: Databases = {
  create: (folder) =>
    Promise.resolve({
      url: `sqlite:${join(folder, NAME)}`,
      bytes: () => Promise.resolve(bytesIn(folder)),
      logBytes: () => Promise.resolve(Number.NaN),
      cpuSeconds: () => Number.NaN,
    }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}

/** With what stands in its log and was not moved into it yet. */
function bytesIn(folder: string): number {
  return readdirSync(folder)
    .filter((name) => name.startsWith(NAME))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
