import { ConfigError } from '../config.ts'
import { messageOf } from '../domain/errors.ts'

/** Exit code for wrong settings, as in `sysexits.h`. */
const EX_CONFIG = 78

/** Prints why a command failed, and sets the exit code. */
export function endWithFault(what: string, error: unknown): void {
  process.exitCode = error instanceof ConfigError ? EX_CONFIG : 1
  console.error(`${what}: ${faultText(error)}`)
}

function faultText(error: unknown): string {
  if (error instanceof ConfigError) return ['there are wrong settings:', ...error.mistakes].join('\n  ')
  return messageOf(error)
}
