import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'

const MIB = 1024 ** 2
/** A start needs room for the lock, the index of the write-ahead log and the log itself. */
const NEEDED_BYTES = 4 * MIB

/**
 * Why a database cannot be opened, if the reason is its disk: SQLite reports it in several ways, some of which blame the file.
 *
 * @returns the error as it is while there is room enough
 */
export function fullDiskError(path: string, error: unknown): unknown {
  const folder = dirname(path)
  const freeBytes = freeBytesOf(folder)
  if (freeBytes === null || freeBytes >= NEEDED_BYTES) return error
  const free = `${Math.floor(freeBytes / 1024)} KiB`
  return new Error(
    `the disk of ${folder} is full (${free} free): free at least ${NEEDED_BYTES / MIB} MiB on it and start again; nothing is lost`,
    { cause: error },
  )
}

function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
