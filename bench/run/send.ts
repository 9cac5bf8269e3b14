import { setTimeout as sleep } from 'node:timers/promises'

import { cpuSeconds } from '../measure/cpu-seconds.ts'
import { sumOf } from '../measure/statistics.ts'
import type { Sent } from '../processes/load.ts'
import type { Load } from '../processes/notifications.ts'
import type { Arrivals, Expected } from '../processes/receiver.ts'
import type { Server } from '../servers/server.ts'
import type { Bench } from './bench.ts'

export interface Delivered {
  readonly sent: Sent
  readonly arrivals: Arrivals
}

const STALL_MS = 30_000
/** On PostgreSQL what a killed process had leased waits for the end of its lease, which lasts two minutes, and for the next sweep. */
const STALL_AFTER_KILL_MS = 180_000
const QUIET_STEP_MS = 250
const QUIET_LIMIT_MS = 3000

/** Where a process takes the notifications of registries. */
export function notificationsAt(url: string): string {
  return `${url}/service/notifications`
}

/** Composes a load and tells the receiver of it, so that sending it does neither. */
export async function prepareLoad(bench: Bench, { copies }: Server, load: Load): Promise<void> {
  const expected: Expected = { run: load.run, events: load.events, copies }
  await bench.receiver.ask('expect', expected)
  await bench.load.ask('prepare', load)
}

/** Sends a prepared load, all of which gets its answer; waits for no webhook. */
export async function send(bench: Bench): Promise<Sent> {
  return bench.load.ask<Sent>('run')
}

/**
 * Sends a prepared load and waits for its last webhook; throws unless each arrived, and exactly once.
 *
 * @param mayRepeat some may arrive more than once, since the process was killed or cut off before it had recorded them
 */
export async function deliver(bench: Bench, server: Server, mayRepeat = false): Promise<Delivered> {
  const done = new AbortController()
  try {
    const sent = await Promise.race([
      Promise.all([send(bench), bench.receiver.ask('complete')]).then(([answer]) => answer),
      stall(bench, server, { limitMs: mayRepeat ? STALL_AFTER_KILL_MS : STALL_MS, signal: done.signal }),
    ])
    const arrivals = await bench.receiver.ask<Arrivals>('report')
    if (!mayRepeat && (arrivals.duplicates > 0 || arrivals.strays > 0)) throw accountOf(server, arrivals)
    return { sent, arrivals }
  } finally {
    done.abort()
  }
}

/** Rejects when nothing has arrived for a while though webhooks are missing. */
async function stall(
  bench: Bench,
  server: Server,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<never> {
  for (let seen = -1; ;) {
    await sleep(limitMs, undefined, { signal })
    const arrivals = await bench.receiver.ask<Arrivals>('report')
    if (arrivals.distinct === seen) throw accountOf(server, arrivals)
    seen = arrivals.distinct
  }
}

function accountOf({ name }: Server, { atMs, distinct, duplicates, strays }: Arrivals): Error {
  const missing = String(atMs.length - distinct)
  return new Error(
    `${name}: of ${String(atMs.length)} webhooks ${missing} missing, ${String(duplicates)} duplicates, ${String(strays)} strays`,
  )
}

/**
 * Waits until the server has done what it put off, so that the next load does not pay for it; false when it does not rest, as with a
 * target that is tried again and again.
 */
export async function quiet(pids: readonly number[]): Promise<boolean> {
  let used = sumOf(pids, cpuSeconds)
  for (const until = Date.now() + QUIET_LIMIT_MS; Date.now() < until;) {
    await sleep(QUIET_STEP_MS)
    const now = sumOf(pids, cpuSeconds)
    if (!(now - used > (QUIET_STEP_MS / 1000) * 0.1)) return true
    used = now
  }
  return false
}
