import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The key that encrypts secrets at rest: as set, else from its file, else a new one that is kept there for the owner's eyes
 * only (mode 0600). Called by the one process that holds the database.
 *
 * @throws Error when the file can be neither read nor written, or is empty
 */
export function secretKey(setting: string | null, file: string): string {
  return setting ?? readKey(file) ?? makeKey(file)
}

function readKey(file: string): string | null {
  let key: string
  try {
    key = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  if (key !== '') return key
  throw new Error(`the key file ${file} is empty: put the key back from a backup, or set SECRET_KEY`)
}

/** On disk before it is used: a key that a power cut takes away would leave every secret unreadable. */
function makeKey(file: string): string {
  const key = writeNewKey(`${file}.new`)
  putInPlace(`${file}.new`, file)
  return key
}

/** Where the key of an unfinished change of keys is. */
const nextFile = (file: string): string => `${file}.next`

/** The key that is to follow the one of a file: the one of a change that was cut short, else a new one. */
export function nextSecretKey(file: string): string {
  return readKey(nextFile(file)) ?? writeNewKey(nextFile(file))
}

/** Makes the next key the key of a file. Everything must be sealed with it by then. */
export function adoptNextSecretKey(file: string): void {
  putInPlace(nextFile(file), file)
}

/** Keys that may have sealed what is stored, besides the one in use: that of a change that was cut short. */
export function leftOverKeys(file: string): readonly string[] {
  const next = readKey(nextFile(file))
  return next === null ? [] : [next]
}

/** @throws Error when there is none */
export function secretKeyIn(file: string): string {
  const key = readKey(file)
  if (key === null)
    throw new Error(`there is no key file ${file}: say with --old-key-file where the old key is`)
  return key
}

function writeNewKey(file: string): string {
  const key = randomBytes(32).toString('base64url')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flush: true })
  return key
}

function putInPlace(from: string, to: string): void {
  renameSync(from, to)
  const folder = openSync(dirname(to), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
