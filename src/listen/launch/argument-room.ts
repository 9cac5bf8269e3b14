import { readFileSync } from 'node:fs'

/** execve(2): a quarter of the stack's limit, and no less than 32 pages of 4 KiB. */
const LEAST_BYTES = 128 * 1024
const MOST_BYTES = 6 * 1024 ** 2
/** A new process has at least a megabyte, where a stack has no limit or nobody says which. */
const USUAL_BYTES = 1024 ** 2
/** For what the shell at the gate, the loader and the pointers to each text take. */
const SPARE_BYTES = 16 * 1024

let roomBytes: number | null = null

/** How many bytes the arguments and the environment of a command may take: its limits are those of this process. */
export function argumentRoom(): number {
  roomBytes ??= roomOf(stackLimit()) - SPARE_BYTES
  return roomBytes
}

function roomOf(stackBytes: number | null): number {
  if (stackBytes === null) return USUAL_BYTES
  return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Math.floor(stackBytes / 4)))
}

function stackLimit(): number | null {
  try {
    const [, soft] = /^Max stack size\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return soft === undefined ? null : Number(soft)
  } catch {
    return null
  }
}
