import { setTimeout as sleep } from 'node:timers/promises'

import type { Child } from './child.ts'
import type { Load, Sent } from './load.ts'
import type { Options, System } from './options.ts'
import { type ThreadSeconds, cpuSeconds, threadSeconds } from './cpu-seconds.ts'
import type { Arrivals } from './receiver.ts'
import { percentile } from './statistics.ts'

export interface Bench {
  readonly options: Options
  readonly token: string
  readonly load: Child<undefined>
  readonly receiver: Child<string>
}

export interface Server {
  readonly system: System
  readonly url: string
  readonly pid: number
  readonly logTail: () => string
}

export interface Round {
  readonly system: System
  readonly connections: number
  readonly run: number
  readonly deliveriesPerSecond: number
  /** From the sending of a notification to the arrival of its webhook. */
  readonly arrivalMs: { readonly p50: number; readonly p99: number }
  /** From the sending of a notification to the server's answer to it. */
  readonly answerMs: { readonly p50: number; readonly p99: number }
  /** Of the server, with what it still had to do when the last webhook had arrived. */
  readonly cpuSecondsPer1000: number
  readonly threadsPer1000: ThreadSeconds
  /** CPU seconds per second of each process while the load ran. */
  readonly cores: { readonly server: number; readonly load: number; readonly receiver: number }
  readonly bodyBytes: number
  readonly refusals: number
}

const STALL_MS = 30_000
const QUIET_STEP_MS = 250
const QUIET_LIMIT_MS = 10_000

/** Sends one load through a server and waits for its last webhook; throws unless each event arrived exactly once. */
export async function runRound(
  bench: Bench,
  server: Server,
  { run, connections }: { readonly run: number; readonly connections: number },
): Promise<Round> {
  const { events } = bench.options
  await bench.receiver.ask('expect', { run, events })
  const load: Load = {
    url: `${server.url}/service/notifications`,
    token: bench.token,
    run,
    events,
    connections,
  }
  await bench.load.ask('prepare', load)
  const before = cpuOf(bench, server)
  const threadsBefore = threadSeconds(server.pid)
  const sent = await drained(bench, server)
  const after = cpuOf(bench, server)
  await quiet(server.pid)
  const arrivals = await bench.receiver.ask<Arrivals>('report')
  if (arrivals.duplicates > 0 || arrivals.strays > 0) throw new Error(account(server, events, arrivals))
  const seconds = (last(arrivals.atMs) - first(sent.sentMs)) / 1000
  return {
    system: server.system,
    connections,
    run,
    deliveriesPerSecond: events / seconds,
    arrivalMs: latency(sent.sentMs, arrivals.atMs),
    answerMs: latency(sent.sentMs, sent.answeredMs),
    cpuSecondsPer1000: ((cpuSeconds(server.pid) - before.server) / events) * 1000,
    threadsPer1000: per1000(threadsBefore, threadSeconds(server.pid), events),
    cores: {
      server: (after.server - before.server) / seconds,
      load: (after.load - before.load) / seconds,
      receiver: (after.receiver - before.receiver) / seconds,
    },
    bodyBytes: arrivals.bodyBytes / events,
    refusals: sent.refusals,
  }
}

/** Runs the load and waits for the last webhook; rejects when nothing has arrived for a while though events are missing. */
async function drained(bench: Bench, server: Server): Promise<Sent> {
  const done = new AbortController()
  try {
    return await Promise.race([
      Promise.all([bench.load.ask<Sent>('run'), bench.receiver.ask('complete')]).then(([sent]) => sent),
      stall(bench, server, done.signal),
    ])
  } finally {
    done.abort()
  }
}

async function stall(bench: Bench, server: Server, signal: AbortSignal): Promise<never> {
  for (let seen = -1; ;) {
    await sleep(STALL_MS, undefined, { signal })
    const arrivals = await bench.receiver.ask<Arrivals>('report')
    if (arrivals.distinct === seen) throw new Error(account(server, bench.options.events, arrivals))
    seen = arrivals.distinct
  }
}

/** Waits until the server has done what it put off, so that the next round does not pay for it. */
async function quiet(pid: number): Promise<void> {
  let used = cpuSeconds(pid)
  for (const until = Date.now() + QUIET_LIMIT_MS; Date.now() < until;) {
    await sleep(QUIET_STEP_MS)
    const now = cpuSeconds(pid)
    if (!(now - used > (QUIET_STEP_MS / 1000) * 0.1)) return
    used = now
  }
}

function account({ system }: Server, events: number, { distinct, duplicates, strays }: Arrivals): string {
  const missing = String(events - distinct)
  return `${system}: of ${String(events)} events ${missing} missing, ${String(duplicates)} duplicates, ${String(strays)} strays`
}

function cpuOf(bench: Bench, server: Server): Round['cores'] {
  return {
    server: cpuSeconds(server.pid),
    load: cpuSeconds(bench.load.pid),
    receiver: cpuSeconds(bench.receiver.pid),
  }
}

function per1000(before: ThreadSeconds, after: ThreadSeconds, events: number): ThreadSeconds {
  const used = (thread: keyof ThreadSeconds): number => ((after[thread] - before[thread]) / events) * 1000
  return { main: used('main'), writer: used('writer'), others: used('others') }
}

function latency(fromMs: Float64Array, toMs: Float64Array): { p50: number; p99: number } {
  const durations = toMs.map((to, event) => to - (fromMs[event] ?? Number.NaN))
  return { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) }
}

function first(times: Float64Array): number {
  return times.reduce((a, b) => Math.min(a, b))
}

function last(times: Float64Array): number {
  return times.reduce((a, b) => Math.max(a, b))
}
