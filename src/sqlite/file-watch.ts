import { type Stats, statSync } from 'node:fs'

/** `SQLITE_IOERR` (`sqlite3.h`): the store counts it as a fault that can pass, and callers get 503. */
const IOERR = 10

/** The files under an open database are no longer those that were opened. */
class FilesChanged extends Error {
  readonly errcode = IOERR

  constructor(message: string) {
    super(
      `${message} while Bellbuoy had it open: stop Bellbuoy, put back the file or a backup, and start again`,
    )
    this.name = 'FilesChanged'
  }
}

/**
 * Notices that the database file or its write-ahead log was deleted, replaced or truncated. SQLite goes on with the file that it
 * has open and reports success, and after the next start everything since is lost.
 */
export class FileWatch {
  readonly #path: string
  readonly #logPath: string
  #database: Stats
  #log: Stats | null = null

  /** @param path of a database that is open */
  constructor(path: string) {
    this.#path = path
    this.#logPath = `${path}-wal`
    this.#database = statSync(path)
  }

  /** @throws FilesChanged, until the file is back */
  check(): void {
    const database = statOf(this.#path)
    assertSame(this.#path, this.#database, database)
    if (database.size < this.#database.size) throw new FilesChanged(`${this.#path} was truncated`)
    this.#database = database
    if (this.#log === null) this.#log = statSync(this.#logPath, { throwIfNoEntry: false }) ?? null
    else assertSame(this.#logPath, this.#log, statOf(this.#logPath))
  }
}

function assertSame(path: string, before: Stats, now: Stats): void {
  if (before.ino !== now.ino || before.dev !== now.dev) throw new FilesChanged(`${path} was replaced`)
}

function statOf(path: string): Stats {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new FilesChanged(`${path} was deleted`)
  return found
}
