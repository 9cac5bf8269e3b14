import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { BellbuoyExited, type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { killedAt } from '../support/kill-at-step.ts'
import { withOldTables } from '../support/old-database.ts'
import { fillOldHistory } from '../support/old-history.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const DELIVERIES = Number(process.env['MIGRATED_DELIVERIES'] ?? 20_000)
const WAITING = DELIVERIES / 100
const MAX_MS_OF_ONE = 0.5
const MAX_PEAK_BYTES = 400 * 1024 ** 2

/** The changes that take longest: all rows of a table, and an index over them. */
const KILLED_AT = [
  { statement: '^update event set reported_at', moment: 'after the statement' },
  { statement: '^create unique index "event_report"', moment: 'before the commit' },
  { statement: '^insert into tag \\(repository_id', moment: 'after the statement' },
  { statement: '^drop table "old_manifest"', moment: 'before the commit' },
  { statement: '^insert into delivery \\(id', moment: 'after the statement' },
  { statement: '^drop table "old_attempt"', moment: 'before the commit' },
] as const

async function peakMemory({ pid }: BellbuoyProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

test('the history of an early version is migrated in bounded time and memory, also after kills in the middle', async () => {
  await using folder = await temporaryFolder('migrate-history')
  await using receiver = await startReceiver()
  const history = { address: receiver.url(), deliveries: DELIVERIES, repositories: 1000, nowMs: Date.now() }
  const file = join(folder.path, 'bellbuoy.db')
  await withOldTables(file, '0008-scan-schedules', (db) => fillOldHistory(db, history))

  for (const [index, step] of KILLED_AT.entries()) {
    const files = { armed: join(folder.path, 'armed'), ended: join(folder.path, `ended-${index}`) }
    writeFileSync(files.armed, '')
    const killed = startBellbuoy({ dir: folder.path, env: killedAt({ ...step, ...files }) })
    await expect(killed).rejects.toBeInstanceOf(BellbuoyExited)
    expect(existsSync(files.ended), step.statement).toBe(true)
  }

  const startedAtMs = performance.now()
  await using bellbuoy = await startBellbuoy({ dir: folder.path })
  const tookMs = performance.now() - startedAtMs
  const peakBytes = await peakMemory(bellbuoy)
  const figures = `${DELIVERIES} deliveries: ${Math.round(tookMs)} ms, peak ${Math.round(peakBytes / 1024 ** 2)} MiB`
  console.log(figures)
  expect(tookMs, figures).toBeLessThan(3000 + DELIVERIES * MAX_MS_OF_ONE)
  expect(peakBytes, figures).toBeLessThan(MAX_PEAK_BYTES)

  await receiver.waitFor(WAITING)
  await push(bellbuoy, { repository: 'team/app-1' })
  const settled = async () => (await expectBalanced(bellbuoy.dir)).account
  await expect
    .poll(settled, { timeout: 60_000 })
    .toMatchObject({ delivered: DELIVERIES - WAITING + 1, failed: WAITING, pending: 0 })
  expect(receiver.requests).toHaveLength(WAITING + 1)
})
