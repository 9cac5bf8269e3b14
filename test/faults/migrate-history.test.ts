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
/** Of processor time, which others on the machine do not lengthen. */
const MAX_CPU_MS_OF_ONE = 0.5
/** By the clock, on a machine that has much else to do: it only ends what hangs. */
const START_LIMIT_MS = 60_000 + DELIVERIES * 3
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

/** Processor time of the process so far (proc_pid_stat(5), in hundredths of a second). */
async function cpuMs({ pid }: BellbuoyProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function peakMemory({ pid }: BellbuoyProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

const IN_BOUNDS =
  'the history of an early version is migrated in bounded time and memory, also after kills in the middle'
test(IN_BOUNDS, { timeout: START_LIMIT_MS * 3 }, async () => {
  await using folder = await temporaryFolder('migrate-history')
  await using receiver = await startReceiver()
  const history = { address: receiver.url(), deliveries: DELIVERIES, repositories: 1000, nowMs: Date.now() }
  const file = join(folder.path, 'bellbuoy.db')
  await withOldTables(file, '0008-scan-schedules', (db) => fillOldHistory(db, history))

  for (const [index, step] of KILLED_AT.entries()) {
    const files = { armed: join(folder.path, 'armed'), ended: join(folder.path, `ended-${index}`) }
    writeFileSync(files.armed, '')
    const env = killedAt({ ...step, ...files })
    const killed = startBellbuoy({ dir: folder.path, env, startLimitMs: START_LIMIT_MS })
    await expect(killed).rejects.toBeInstanceOf(BellbuoyExited)
    expect(existsSync(files.ended), step.statement).toBe(true)
  }

  const startedAtMs = performance.now()
  await using bellbuoy = await startBellbuoy({ dir: folder.path, startLimitMs: START_LIMIT_MS })
  const tookMs = performance.now() - startedAtMs
  const usedMs = await cpuMs(bellbuoy)
  const peakBytes = await peakMemory(bellbuoy)
  const peakMib = Math.round(peakBytes / 1024 ** 2)
  const figures = `${DELIVERIES} deliveries: ${Math.round(tookMs)} ms, ${usedMs} ms of processor time, peak ${peakMib} MiB`
  console.log(figures)
  expect(usedMs, figures).toBeLessThan(3000 + DELIVERIES * MAX_CPU_MS_OF_ONE)
  expect(peakBytes, figures).toBeLessThan(MAX_PEAK_BYTES)

  await receiver.waitFor(WAITING, START_LIMIT_MS)
  await push(bellbuoy, { repository: 'team/app-1' })
  const settled = async () => (await expectBalanced(bellbuoy.dir)).account
  await expect
    .poll(settled, { timeout: START_LIMIT_MS })
    .toMatchObject({ delivered: DELIVERIES - WAITING + 1, failed: WAITING, pending: 0 })
  expect(receiver.requests).toHaveLength(WAITING + 1)
})
