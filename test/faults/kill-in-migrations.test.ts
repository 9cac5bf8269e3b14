import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { BellbuoyExited, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { killedAt } from '../support/kill-at-step.ts'
import { createOldDatabase } from '../support/old-database.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const EVENTS = 200
/** How many statements of migrations each start carries out before it is killed. */
const KILLS = [0, 1, 2, 3, 4, 5]
const CHANGE = '^(create|alter|drop|insert|update|delete)\\b'

async function dieInMigrations(dir: string, skip: number): Promise<void> {
  const files = { armed: join(dir, 'armed'), ended: join(dir, `ended-${skip}`) }
  writeFileSync(files.armed, '')
  const step = { statement: CHANGE, moment: 'after the statement', skip, ...files } as const
  const exited = await startBellbuoy({ dir, env: killedAt(step) }).catch((error: unknown) => error)
  expect(exited).toBeInstanceOf(BellbuoyExited)
  expect((exited as BellbuoyExited).output, 'no start stumbles over what the last one left').toBe('')
  expect(existsSync(files.ended)).toBe(true)
}

test('SIGKILL in migrations, again and again: the next start goes on, and what an earlier version accepted arrives', async () => {
  await using folder = await temporaryFolder('migrations')
  await using receiver = await startReceiver()
  await createOldDatabase(join(folder.path, 'bellbuoy.db'), receiver.url(), EVENTS)

  for (const skip of KILLS) await dieInMigrations(folder.path, skip)
  await using bellbuoy = await startBellbuoy({ dir: folder.path })

  await receiver.waitFor(EVENTS)
  const settled = async () => (await expectBalanced(bellbuoy.dir)).account
  await expect.poll(settled, { timeout: 20_000 }).toMatchObject({ delivered: EVENTS, pending: 0 })
  expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(EVENTS)
  expect(receiver.requests, 'none came twice').toHaveLength(EVENTS)
})

test('SIGKILL while a first start creates its tables: the next start creates the rest', async () => {
  await using folder = await temporaryFolder('migrations')
  for (const skip of [3, 20, 40]) await dieInMigrations(folder.path, skip)
  await using bellbuoy = await startBellbuoy({ dir: folder.path })
  expect(await bellbuoy.api.get('/api/v2.0/health')).toMatchObject({ body: { status: 'healthy' } })
  await expectBalanced(bellbuoy.dir)
})
