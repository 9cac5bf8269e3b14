import type { Readable } from 'node:stream'

/** How a process ended. */
export interface ProcessExit {
  readonly exitCode: number | null
  readonly signal: string | null
  /** Why it did not start; null for one that did. */
  readonly fault: string | null
}

/** The process of a command, the leader of a group of its own. */
export interface StartedProcess {
  /** Null when the system could not start it; then `exit` says why. */
  readonly pid: number | null
  /** What it writes. Each closes when no process has it open any more. */
  readonly outputs: readonly Readable[]
  /** Never rejects. */
  readonly exit: Promise<ProcessExit>
  /** Gives it this on its standard input, and lets it run where it waits. */
  readonly go: (body: Uint8Array) => void
  /** Lets go of its inputs and outputs, no matter who has their other ends. */
  readonly close: () => void
}
