import { DatabaseSync } from 'node:sqlite'
import { messageOf } from '../domain/errors.ts'
import { makePrivate } from './private-file.ts'

/** `SQLITE_BUSY` (`sqlite3.h`). */
const BUSY = 5

/**
 * Keeps a second process off a database file. The lock is SQLite's own, on a small file beside it, so the system lets go of
 * it however the process ends.
 *
 * @throws Error when another process holds it, or the folder cannot be written
 */
export function lockDatabase(path: string): Disposable {
  const lock = openLock(path)
  try {
    lock.exec('pragma journal_mode = off; begin exclusive')
  } catch (error) {
    lock.close()
    if ((error as { readonly errcode?: number }).errcode !== BUSY)
      throw new Error(`the lock file ${path}.lock cannot be locked: ${messageOf(error)}`, { cause: error })
    throw new Error(`${path} is in use by another Bellbuoy process: stop that one, or use another database`, {
      cause: error,
    })
  }
  return { [Symbol.dispose]: () => lock.close() }
}

function openLock(path: string): DatabaseSync {
  try {
    makePrivate(`${path}.lock`)
    return new DatabaseSync(`${path}.lock`)
  } catch (error) {
    const why = messageOf(error)
    throw new Error(`the lock file ${path}.lock cannot be opened: ${why}`, { cause: error })
  }
}
