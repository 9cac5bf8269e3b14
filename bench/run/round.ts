import { type ThreadSeconds, cpuSeconds, threadSeconds } from '../measure/cpu-seconds.ts'
import { liveMemory } from '../measure/live-memory.ts'
import { residentMib } from '../measure/memory.ts'
import { sumOf } from '../measure/statistics.ts'
import type { Server } from '../servers/server.ts'
import type { Bench } from './bench.ts'
import type { Contender } from './compare.ts'
import { NO_FIGURES, PROCESS_CORES, type Round } from './figures.ts'
import { latencies } from './latencies.ts'
import { type RoundPlan, prepareRound } from './prepare-round.ts'
import { type Delivered, deliver, quiet } from './send.ts'

/** CPU seconds of every process, and what the server has claimed. */
interface Reading {
  readonly server: number
  readonly processes: readonly number[]
  readonly load: number
  readonly receiver: number
  readonly claims: number
  readonly database: number
  readonly logBytes: number
  readonly threads: ThreadSeconds
}

/** A server under this load, round after round. */
export function contenderOf(bench: Bench, server: Server, plan: RoundPlan): Contender {
  return {
    name: server.name,
    round: async () => runRound(bench, server, plan),
    logTail: server.logTail,
  }
}

/** Sends one load through a server and measures until its last webhook has arrived; throws unless each event arrived exactly once. */
async function runRound(bench: Bench, server: Server, plan: RoundPlan): Promise<Round> {
  const { events } = plan
  await prepareRound(bench, server, plan)
  const before = await read(bench, server)
  const delivered = await deliver(bench, server)
  const after = await read(bench, server)
  const rested = (await quiet(server.pids)) ? await read(bench, server) : after
  const inMemory = sumOf(server.pids, residentMib)
  const live = await liveMemoryOf(server)
  const deliveries = events * server.copies
  const seconds = secondsOf(delivered)
  const per1000 = (used: number): number => (used / deliveries) * 1000
  return {
    ...NO_FIGURES,
    deliveriesPerSecond: deliveries / seconds,
    ...latencies(delivered, server.copies),
    cpuSecondsPer1000: per1000(rested.server - before.server),
    mainSecondsPer1000: per1000(rested.threads.main - before.threads.main),
    writerSecondsPer1000: per1000(rested.threads.writer - before.threads.writer),
    otherSecondsPer1000: per1000(rested.threads.others - before.threads.others),
    databaseSecondsPer1000: per1000(rested.database - before.database),
    logBytes: (rested.logBytes - before.logBytes) / deliveries,
    claimsPer1000Events: ((after.claims - before.claims) / events) * 1000,
    residentMib: inMemory,
    collectedMib: live?.residentMib ?? Number.NaN,
    liveHeapMib: live?.heapMib ?? Number.NaN,
    serverCores: (after.server - before.server) / seconds,
    ...coresOfEach(before, after, seconds),
    loadCores: (after.load - before.load) / seconds,
    receiverCores: (after.receiver - before.receiver) / seconds,
    payloadBytes: delivered.arrivals.bodyBytes / deliveries,
    refusals: delivered.sent.refusals,
  }
}

async function read(bench: Bench, server: Server): Promise<Reading> {
  return {
    claims: (await server.claims()) ?? Number.NaN,
    database: server.database?.cpuSeconds() ?? Number.NaN,
    logBytes: (await server.database?.logBytes()) ?? Number.NaN,
    server: sumOf(server.pids, cpuSeconds),
    processes: server.pids.map(cpuSeconds),
    threads: threadsOf(server),
    load: cpuSeconds(bench.load.pid),
    receiver: cpuSeconds(bench.receiver.pid),
  }
}

function threadsOf({ pids }: Server): ThreadSeconds {
  const all = pids.map(threadSeconds)
  return {
    main: sumOf(all, ({ main }) => main),
    writer: sumOf(all, ({ writer }) => writer),
    others: sumOf(all, ({ others }) => others),
  }
}

/** Of the main thread of its first process. */
async function liveMemoryOf({ inspectorUrl, pids: [pid] }: Server) {
  return inspectorUrl === null || pid === undefined ? null : liveMemory(inspectorUrl, pid)
}

/** Of a server of several processes. */
function coresOfEach(before: Reading, after: Reading, seconds: number): Partial<Round> {
  if (after.processes.length < 2) return {}
  return Object.fromEntries(
    PROCESS_CORES.map((name, number) => [
      name,
      ((after.processes[number] ?? Number.NaN) - (before.processes[number] ?? Number.NaN)) / seconds,
    ]),
  )
}

function secondsOf({ sent, arrivals }: Delivered): number {
  const first = sent.sentMs.reduce((a, b) => Math.min(a, b))
  const last = arrivals.atMs.reduce((a, b) => Math.max(a, b))
  return (last - first) / 1000
}
