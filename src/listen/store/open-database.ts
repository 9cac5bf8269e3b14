import { DatabaseSync } from 'node:sqlite'
import { closeToOthers, makePrivate } from '../../sqlite/private-file.ts'
import { migrate } from './migrate.ts'

/**
 * A commit is on disk when it returns, unless its thread says otherwise, and readers never wait for the writer. A second writer, `bellbuoy listen retry` or `stop` beside the
 * listener, waits for its turn.
 */
const DURABILITY = 'pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000'

/**
 * Opens the database of runs for writing, for its owner alone, and brings its tables up to date.
 *
 * @throws Error when it cannot be written, or a newer version of the program wrote it
 */
export function openDatabase(path: string): DatabaseSync {
  makePrivate(path)
  // Left by a process that was killed.
  for (const ending of ['-wal', '-shm']) closeToOthers(`${path}${ending}`)
  const database = new DatabaseSync(path)
  database.exec(DURABILITY)
  migrate(database)
  return database
}
