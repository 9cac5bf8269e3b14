import { ApiFailure } from '../../client/api-failure.ts'
import { BellbuoyError } from '../../domain/errors.ts'

/** How a command that calls a server ends, as in `sysexits.h`; the answer to a signal as in a shell. */
export const EXIT = {
  done: 0,
  /** It went through, and found what should not be. */
  found: 1,
  /** Wrong options or arguments. */
  usage: 64,
  /** The server refuses what was given. */
  refused: 65,
  /** There is no such thing. */
  missing: 66,
  /** The server cannot be reached, or cannot work now. */
  unavailable: 69,
  /** A fault of the program. */
  fault: 70,
  /** Somebody else was first, or was faster: again may help. */
  conflict: 75,
  /** Not logged in, or not allowed. */
  forbidden: 77,
  /** Ended by Ctrl+C. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** A fault of the caller, with its exit code; the message says what to do. */
export class CommandFault extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'CommandFault'
    this.exitCode = exitCode
  }
}

const BY_STATUS: Readonly<Record<number, ExitCode>> = {
  0: EXIT.unavailable,
  401: EXIT.forbidden,
  403: EXIT.forbidden,
  404: EXIT.missing,
  409: EXIT.conflict,
  412: EXIT.conflict,
  429: EXIT.conflict,
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandFault) return error.exitCode
  // What this version cannot read of what a server has, or a file says.
  if (error instanceof BellbuoyError) return EXIT.refused
  if (!(error instanceof ApiFailure)) return EXIT.fault
  const { status, code } = error
  const byStatus = BY_STATUS[status] ?? (status >= 500 ? EXIT.unavailable : EXIT.refused)
  // Without a code the answer is of another program: what it has not found says nothing of what Bellbuoy has.
  return code === '' && byStatus !== EXIT.forbidden ? EXIT.unavailable : byStatus
}
