import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { residentMib } from '../measure/memory.ts'
import { sumOf } from '../measure/statistics.ts'
import { type Latencies, latencies } from '../run/latencies.ts'
import { NEW_TAGS } from '../run/loads.ts'
import { prepareRound } from '../run/prepare-round.ts'
import { deliver, quiet } from '../run/send.ts'
import type { Fault, FaultParts } from './fault.ts'

/** What one turn of a soak measured. */
export interface Turn extends Latencies {
  /** Null: nothing went wrong. */
  readonly fault: string | null
  /** Of the server, from 1. */
  readonly life: number
  readonly events: number
  /** Webhooks that arrived once more. */
  readonly repeats: number
  readonly residentMib: number
  readonly descriptors: number
  readonly databaseMib: number
}

export interface TurnPlan {
  readonly eventsPerSecond: number
  readonly seconds: number
  readonly fault: Fault | null
}

const CONNECTIONS = 64
const MIB = 1024 ** 2
/** A fault begins after a quarter of the turn, and ends after a third more, at the latest after this. */
const LONGEST_FAULT_MS = 10_000

/** Sends events at the rate, while something goes wrong or not, until each has arrived; throws when one does not. */
export async function runTurn(
  parts: FaultParts,
  { eventsPerSecond, seconds, fault }: TurnPlan,
): Promise<Turn> {
  const { bench, lives } = parts
  const events = Math.ceil(eventsPerSecond * seconds)
  const plan = { shape: NEW_TAGS, events, connections: CONNECTIONS, eventsPerSecond }
  await prepareRound(bench, lives.server, plan, { reconnects: true })
  const [delivered] = await Promise.all([
    deliver(bench, lives.server, fault?.mayRepeat),
    fault && inTheMiddle(fault, parts, seconds * 1000),
  ])
  await quiet(lives.server.pids)
  return {
    ...latencies(delivered, lives.server.copies),
    fault: fault?.name ?? null,
    life: lives.life,
    events,
    repeats: delivered.arrivals.duplicates,
    residentMib: sumOf(lives.server.pids, residentMib),
    descriptors: sumOf(lives.server.pids, openDescriptors),
    databaseMib: (await lives.plan.database.bytes()) / MIB,
  }
}

async function inTheMiddle(fault: Fault, parts: FaultParts, turnMs: number): Promise<void> {
  await sleep(turnMs / 4)
  const end = await fault.begin(parts)
  await sleep(Math.min(turnMs / 3, LONGEST_FAULT_MS))
  await end()
}

/** Files and sockets that a process has open; NaN where /proc does not say. */
function openDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${String(pid)}/fd`).length
  } catch {
    return Number.NaN
  }
}
