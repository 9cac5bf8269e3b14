import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, backup } from 'node:sqlite'
import { messageOf } from '../domain/errors.ts'
import { makePrivate } from './private-file.ts'

const MIB = 1024 ** 2
/** Between two reports of progress; a page has 4 KiB. */
const PAGES_AT_A_TIME = 10_000
/** What may stand beside a database. */
const BESIDE = ['-wal', '-shm', '-journal', '.lock', '.lock-journal']

export interface Copying {
  readonly from: string
  /** A file that is there is overwritten. */
  readonly to: string
  /** Hears how far it is, in pages. */
  readonly report: (pages: number, of: number) => void
}

/**
 * Copies a database as it is at one moment, also while a process writes to it (SQLite's online backup). The copy is one file that only its
 * owner reads, and it is on disk when this resolves.
 *
 * @throws Error when there is no such database, the copy would not fit on the disk, or SQLite finds it damaged
 */
export async function copyDatabase({ from, to, report }: Copying): Promise<void> {
  using source = openSource(from)
  assertRoom(source, to)
  removeDatabase(to)
  makePrivate(to)
  // The moment that a read has seen stays: otherwise each commit of another process would begin the copy anew.
  source.exec('begin')
  pagesOf(source)
  await backup(source, to, {
    rate: PAGES_AT_A_TIME,
    progress: ({ totalPages, remainingPages }) => report(totalPages - remainingPages, totalPages),
  })
  source.exec('rollback')
  const fault = damageOf(to)
  if (fault !== null) throw new Error(`${from} is damaged: ${fault}`)
  syncFile(to)
}

function openSource(path: string): DatabaseSync {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`)
  try {
    const source = new DatabaseSync(path, { readOnly: true })
    pagesOf(source)
    return source
  } catch (error) {
    throw new Error(`${path} cannot be read as a database: ${messageOf(error)}`, { cause: error })
  }
}

function pagesOf(source: DatabaseSync): number {
  return Number(source.prepare('pragma page_count').get()?.['page_count'])
}

function assertRoom(source: DatabaseSync, to: string): void {
  const pageBytes = Number(source.prepare('pragma page_size').get()?.['page_size'])
  const needed = pagesOf(source) * pageBytes
  const { bavail, bsize } = statfsSync(dirname(to))
  if (bavail * bsize >= needed) return
  const [needs, has] = [needed, bavail * bsize].map((bytes) => `${Math.ceil(bytes / MIB)} MiB`)
  throw new Error(`the copy needs ${needs} in ${dirname(to)}, which has ${has} left`)
}

/** Makes a database one file with nothing beside it; what SQLite finds wrong with it, else null. */
function damageOf(path: string): string | null {
  try {
    using copy = new DatabaseSync(path)
    copy.exec('pragma journal_mode = delete')
    const faults = copy.prepare('pragma quick_check(5)').all()
    const text = faults.map((row) => String(Object.values(row)[0])).join('; ')
    return text === 'ok' ? null : text
  } catch (error) {
    return messageOf(error)
  }
}

/** Removes a database with what SQLite left beside it. */
export function removeDatabase(path: string): void {
  for (const ending of ['', ...BESIDE]) rmSync(`${path}${ending}`, { force: true })
}

/** Gives a database another name, which then is on disk. What SQLite left beside it goes with it. */
export function renameDatabase(from: string, to: string): void {
  for (const ending of ['-wal', '-shm', '-journal'])
    if (existsSync(`${from}${ending}`)) renameSync(`${from}${ending}`, `${to}${ending}`)
  renameSync(from, to)
  syncFile(dirname(to))
}

function syncFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
