import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { openSqliteTarget } from '../../../src/store/sqlite/open-for-move.ts'
import { EMPTY, type Migrated } from '../migrated.ts'
import { onceForAll } from '../once-for-all.ts'

/** Creates an SQLite file as a copy. */
export async function createMigratedFile(path: string, { name, fill }: Migrated = EMPTY): Promise<void> {
  const folder = inject('runFolder')
  const original = join(folder, `${name}.db`)
  await onceForAll(folder, `${name}.db`, async () => {
    await using target = await openSqliteTarget(original)
    await fill(target.write)
  })
  await copyFile(original, path)
}
