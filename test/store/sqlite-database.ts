import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { aesSecretBox } from '../../src/accounts/aes-secret-box.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { openAccountReader } from '../../src/store/sqlite/open-account-reader.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { createMigratedFile } from '../support/sqlite/migrated-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { Database } from './database.ts'

/** An SQLite file in a folder of its own. */
export async function sqliteDatabase(): Promise<Database> {
  const folder = await temporaryFolder('store')
  const path = join(folder.path, 'bellbuoy.db')
  await createMigratedFile(path)
  return {
    open: ({ clock = systemClock, notificationsInitiallyEnabled = true } = {}) =>
      openSqliteStore({
        path,
        clock,
        longestStopMs: 3_600_000,
        notificationsInitiallyEnabled,
        secrets: () => aesSecretBox('a key for tests'),
      }),
    openAccount: () => openAccountReader(path),
    async holds(text) {
      const names = await readdir(folder.path)
      const files = await Promise.all(names.map((name) => readFile(join(folder.path, name))))
      return files.some((bytes) => bytes.includes(text))
    },
    write(...statements) {
      const database = new DatabaseSync(path, { timeout: 60_000 })
      database.exec(['begin', ...statements, 'commit'].join(';'))
      database.close()
      return Promise.resolve()
    },
    beginRange: () => Promise.resolve(),
    commits: async () => commitsIn(await readFile(`${path}-wal`)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

const WAL_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/**
 * The commits in a write-ahead log that was never started anew (https://sqlite.org/walformat.html): the last frame of each
 * tells the size of the database, all others 0.
 */
function commitsIn(log: Buffer): number {
  const pageBytes = log.readUInt32BE(8)
  const firstSalt = log.readUInt32BE(16)
  let commits = 0
  for (
    let at = WAL_HEADER_BYTES;
    at + FRAME_HEADER_BYTES <= log.length;
    at += FRAME_HEADER_BYTES + pageBytes
  ) {
    const belongs = log.readUInt32BE(at + 8) === firstSalt
    if (belongs && log.readUInt32BE(at + 4) !== 0) commits++
  }
  return commits
}
