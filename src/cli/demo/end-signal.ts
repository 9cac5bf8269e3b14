import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type EndSignal = (typeof SIGNALS)[number]

/** The first signal that asks the demo to end; more of them change nothing, so that it can clean up. */
export function endSignal(): Promise<EndSignal> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(signal))
  })
}

/** Ctrl+C is the expected end of a demo with `--keep`: 0. Any other end comes early, and has the code that shells give to it. */
export function exitCodeOf(keep: boolean): (signal: EndSignal) => number {
  return (signal) => (keep && signal === 'SIGINT' ? 0 : 128 + constants.signals[signal])
}
