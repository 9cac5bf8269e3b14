import type { Clock } from '../domain/clock.ts'
import { isUnavailable } from '../domain/errors.ts'
import { PROBLEM_KINDS } from '../domain/problem/problem.ts'
import type { PoolUse, Store } from '../domain/store.ts'
import type { Instruments } from './instruments.ts'

/** Scrapes that follow each other faster share an answer of the store. */
const FRESH_MS = 5000

export interface StoreFiguresParts {
  readonly store: Pick<
    Store,
    'statistics' | 'breakers' | 'problems' | 'connections' | 'retention' | 'accountCheck'
  >
  readonly clock: Clock
}

/** Reads what the whole database says, which every process on it shows alike. */
export function createStoreFigures(parts: StoreFiguresParts, instruments: Instruments): () => Promise<void> {
  const { clock, store } = parts
  let readAtMs = -Infinity
  return async () => {
    showConnections(store.connections(), instruments)
    if (clock.monotonic() - readAtMs < FRESH_MS) return
    try {
      await read(parts, instruments)
      readAtMs = clock.monotonic()
      instruments.storeUp.set(1)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      instruments.storeUp.set(0)
    }
  }
}

async function read({ store, clock }: StoreFiguresParts, instruments: Instruments): Promise<void> {
  const nowMs = clock.now()
  const [{ waiting }, unreachable, open, databaseBytes, account] = await Promise.all([
    store.statistics({ projectId: null, sinceMs: nowMs, untilMs: nowMs, bucketMs: 60_000 }),
    store.breakers.all(),
    store.problems.open(),
    store.retention.databaseBytes(),
    store.accountCheck.found(),
  ])
  const { count, oldestAtMs } = waiting
  instruments.deliveriesWaiting.set(count)
  instruments.oldestWaiting.set(oldestAtMs === null ? 0 : Math.max(0, nowMs - oldestAtMs) / 1000)
  instruments.databaseBytes.set(databaseBytes)
  instruments.accountDifference.set({ account: 'stored' }, account.difference)
  instruments.unreachable.set(unreachable.length)
  for (const kind of PROBLEM_KINDS)
    instruments.problems.set({ kind }, open.filter((one) => one.kind === kind).length)
}

function showConnections(pools: readonly PoolUse[], { connections, connectionWaiters }: Instruments): void {
  for (const { pool, inUse, idle, waiting } of pools) {
    connections.set({ pool, state: 'in_use' }, inUse)
    connections.set({ pool, state: 'idle' }, idle)
    connectionWaiters.set({ pool }, waiting)
  }
}
