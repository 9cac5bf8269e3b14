import { chmodSync, closeSync, existsSync, fchmodSync, openSync, statSync } from 'node:fs'

const OWNER_ONLY = 0o600

/**
 * Creates a file that its owner alone reads and writes, whatever the umask; one that is there becomes so. SQLite gives the files that
 * it puts beside a database the mode of the database.
 *
 * @throws Error when it cannot be created
 */
export function makePrivate(path: string): void {
  if (existsSync(path)) {
    closeToOthers(path)
    return
  }
  const file = openSync(path, 'a', OWNER_ONLY)
  try {
    fchmodSync(file, OWNER_ONLY)
  } finally {
    closeSync(file)
  }
}

/** Takes a file's mode from everyone but its owner, if there is such a file. */
export function closeToOthers(path: string): void {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, OWNER_ONLY)
  } catch {
    // There is none, or it belongs to somebody else, or the file system has no modes or is read-only. It can serve all the same.
  }
}
