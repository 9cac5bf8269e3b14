import { ConfigError } from '../config.ts'
import { messageOf } from '../domain/errors.ts'
import { CommandFault } from './remote/exit-codes.ts'

/** Exit code for wrong settings, as in `sysexits.h`. */
const EX_CONFIG = 78

/** Prints why a command failed, and sets the exit code: 1, or the one that the error names. */
export function endWithFault(what: string, error: unknown): void {
  if (error instanceof ConfigError) process.exitCode = EX_CONFIG
  else process.exitCode = error instanceof CommandFault ? error.exitCode : 1
  console.error(`${what}: ${faultText(error)}`)
}

function faultText(error: unknown): string {
  if (error instanceof ConfigError) return ['invalid settings:', ...error.mistakes].join('\n  ')
  return messageOf(error)
}
