import { readFileSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { WalRoom } from './wal-room.ts'

interface Rig extends AsyncDisposable {
  readonly database: DatabaseSync
  readonly path: string
  readonly walPath: string
}

async function openDatabase(): Promise<Rig> {
  const folder = await temporaryFolder('wal-room')
  const path = `${folder.path}/some.db`
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; create table note (text text)')
  const close = async (): Promise<void> => {
    database.close()
    await folder[Symbol.asyncDispose]()
  }
  return { database, path, walPath: `${path}-wal`, [Symbol.asyncDispose]: close }
}

/** Commits so many bytes, each in a page that was not written before. */
function commit({ database }: Rig, bytes: number): void {
  database.prepare('insert into note (text) values (:text)').run({ text: 'x'.repeat(bytes) })
}

test('a commit finds blocks in the log that are there already, however many came before it', async () => {
  await using rig = await openDatabase()
  const room = new WalRoom(rig.database, rig.walPath)

  for (let n = 0; n < 30; n++) {
    room.make()
    const before = statSync(rig.walPath).size
    commit(rig, 300_000)
    expect(statSync(rig.walPath).size, `after ${n + 1} commits`).toBe(before)
  }
})

test('a log that was checkpointed is used again and not made longer', async () => {
  await using rig = await openDatabase()
  const room = new WalRoom(rig.database, rig.walPath)
  room.make()
  const before = statSync(rig.walPath).size

  for (let n = 0; n < 20; n++) {
    commit(rig, 300_000)
    rig.database.exec('pragma wal_checkpoint(restart)')
    room.make()
  }

  expect(statSync(rig.walPath).size).toBe(before)
})

test('the zeros are the end of the log for a process that finds it after a kill', async () => {
  await using rig = await openDatabase()
  new WalRoom(rig.database, rig.walPath).make()
  commit(rig, 5000)
  expect(
    readFileSync(rig.walPath)
      .subarray(-4096)
      .every((byte) => byte === 0),
  ).toBe(true)

  await using found = await temporaryFolder('wal-found')
  const copy = `${found.path}/some.db`
  for (const end of ['', '-wal']) await copyFile(`${rig.path}${end}`, `${copy}${end}`)
  using after = new DatabaseSync(copy)

  expect(after.prepare('select length(text) as length from note').all()).toEqual([{ length: 5000 }])
  expect(after.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
})

test('where the log cannot be made longer, commits go on with what there is', async () => {
  await using rig = await openDatabase()
  const room = new WalRoom(rig.database, `${rig.path}-there-is-no-such-file`)

  room.make()
  commit(rig, 5000)

  expect(rig.database.prepare('select count(*) as notes from note').get()).toEqual({ notes: 1 })
})
