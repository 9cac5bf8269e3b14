import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { waitUntil } from '../../../test/support/wait-until.ts'
import { SyncLater } from './sync-later.ts'

async function syncLaterOf(folder: string) {
  const log = join(folder, 'log')
  await writeFile(log, '')
  const counts = { synced: 0 }
  return { counts, later: new SyncLater(log, () => counts.synced++) }
}

test('what is committed within a short time shares a sync', async () => {
  await using folder = await temporaryFolder('sync')
  const { counts, later } = await syncLaterOf(folder.path)
  for (let commit = 0; commit < 20; commit++) later.soon()
  expect(counts.synced).toBe(0)
  await waitUntil(() => counts.synced > 0, { what: 'it is synced' })
  later.now()
  expect(counts.synced, 'nothing is left').toBe(1)
})

test('at the end it does at once what is to come', async () => {
  await using folder = await temporaryFolder('sync')
  const { counts, later } = await syncLaterOf(folder.path)
  later.soon()
  later.now()
  expect(counts.synced).toBe(1)
})

test('a sync that fails is no success', async () => {
  await using folder = await temporaryFolder('sync')
  const counts = { synced: 0 }
  const later = new SyncLater(join(folder.path, 'missing'), () => counts.synced++)
  later.soon()
  expect(() => later.now()).toThrow('ENOENT')
  expect(counts.synced).toBe(0)
})
