import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type EndSignal = (typeof SIGNALS)[number]

/** The first signal that asks the demo to end; more of them change nothing, so that it can clean up. */
export function endSignal(): Promise<EndSignal> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(signal))
  })
}

/** Ctrl+C is how a demo that was told to keep running ends; else it ends before its time, as shells count it. */
export function exitCodeOf(keep: boolean): (signal: EndSignal) => number {
  return (signal) => (keep && signal === 'SIGINT' ? 0 : 128 + constants.signals[signal])
}
