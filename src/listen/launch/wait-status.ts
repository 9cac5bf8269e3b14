import { constants } from 'node:os'
import type { ProcessExit } from './started-process.ts'

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

/** How a process ended, by the status that waitpid(2) gives: the signal is in its seven lowest bits, the exit code in the next eight. */
export function exitOfStatus(status: number): ProcessExit {
  const signal = status & 0x7f
  if (signal === 0) return { exitCode: (status >> 8) & 0xff, signal: null, fault: null }
  return { exitCode: null, signal: SIGNALS.get(signal) ?? `signal ${signal}`, fault: null }
}
