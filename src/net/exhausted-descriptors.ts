import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'

/** Of the process, and of the machine. */
const EXHAUSTED: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE'])

/** The error that says that no file descriptor is left to open anything with; null when there is one. */
export function exhaustedDescriptors(): Error | null {
  try {
    closeSync(openSync(devNull, 'r'))
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error && EXHAUSTED.has(error.code) ? error : null
  }
}
