import { setTimeout as delay } from 'node:timers/promises'
import type { ListenLog } from '../listen-log.ts'

export interface RegularWork {
  /** In words, for the log. */
  readonly doing: string
  /** Does it once; how long to wait before the next time. */
  readonly work: () => Promise<number>
  /** How long to wait after a fault. */
  readonly afterFaultMs: number
  readonly signal: AbortSignal
  readonly log: ListenLog
}

/** Does something again and again until the signal; a fault of it ends nothing. */
export async function every({ doing, work, afterFaultMs, signal, log }: RegularWork): Promise<void> {
  while (!signal.aborted) {
    const waitMs = await work().catch((error: unknown) => {
      log.failed({ doing }, error)
      return afterFaultMs
    })
    await delay(waitMs, undefined, { signal }).catch(() => undefined)
  }
}
