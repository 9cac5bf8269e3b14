import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { Checkpoints } from './checkpoints.ts'
import { SqliteThread } from './thread/sqlite-thread.ts'

interface Log {
  /** Pages in it. */
  readonly log: number
  /** Of these, pages that are in the database as well. */
  readonly checkpointed: number
}

async function openDatabase() {
  const folder = await temporaryFolder('checkpoints')
  const path = `${folder.path}/some.db`
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table note (bytes blob)')
  const insert = database.prepare('insert into note (bytes) values (:bytes)')
  let opened = 0
  const checkpoints = new Checkpoints(() => {
    opened++
    return SqliteThread.open({ path, role: 'checkpointer' })
  })
  return {
    checkpoints,
    opened: () => opened,
    log: () => database.prepare('pragma wal_checkpoint(noop)').get() as unknown as Log,
    /** Commits so many pages of random bytes. */
    write: (pages: number) => insert.run({ bytes: randomBytes(pages * 4000) }),
    async [Symbol.asyncDispose]() {
      await checkpoints[Symbol.asyncDispose]()
      database.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

test('a log that has grown long is copied by another thread, so that the next commit begins it anew', async () => {
  await using rig = await openDatabase()
  /** Pages that are not in the database yet. Each commit says how long the log is; one that comes while another copies is passed over. */
  const left = (): number => {
    const { log, checkpointed } = rig.log()
    rig.checkpoints.logGrewTo(log)
    return log - checkpointed
  }
  rig.write(7000)
  await expect.poll(left).toBe(0)

  rig.write(10)
  expect(rig.log().log).toBeLessThan(100)
  expect(left()).toBeGreaterThan(0)
  rig.write(7000)
  await expect.poll(left).toBe(0)
  expect(rig.opened()).toBe(1)
})

test('a short log is left to the writer, and no thread is started', async () => {
  await using rig = await openDatabase()
  rig.write(2000)
  rig.checkpoints.logGrewTo(rig.log().log)
  await rig.checkpoints[Symbol.asyncDispose]()
  expect([rig.opened(), rig.log().checkpointed]).toEqual([0, 0])
})

test('what is committed while the store closes is left to the writer', async () => {
  await using rig = await openDatabase()
  await rig.checkpoints[Symbol.asyncDispose]()
  rig.write(7000)
  rig.checkpoints.logGrewTo(rig.log().log)
  await rig.checkpoints[Symbol.asyncDispose]()
  expect([rig.opened(), rig.log().checkpointed]).toEqual([0, 0])
})
