import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The key that encrypts secrets at rest: the setting, else the content of the file, else a new key that is written to the file
 * with mode 0600. Called by the one process that holds the database.
 *
 * @throws Error when the file can be neither read nor written, or is empty
 */
export function secretKey(setting: string | null, file: string): string {
  return setting ?? readKey(file) ?? createKey(file)
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

/** The key is on disk before it is used: if a power cut removed it, no secret could be read again. */
function createKey(file: string): string {
  const key = writeNewKey(`${file}.new`)
  replaceFile(`${file}.new`, file)
  return key
}

/** The file of the key that a rekeying under way changes to. */
const nextFile = (file: string): string => `${file}.next`

/** The key that follows the one of a file: that of an interrupted rekeying, else a new one. */
export function nextSecretKey(file: string): string {
  return readKey(nextFile(file)) ?? writeNewKey(nextFile(file))
}

/** Makes the next key the key of the file. All secrets must be sealed with it by then. */
export function adoptNextSecretKey(file: string): void {
  replaceFile(nextFile(file), file)
}

/** Keys beside the current one that may have sealed stored secrets: that of an interrupted rekeying. */
export function leftOverKeys(file: string): readonly string[] {
  const next = readKey(nextFile(file))
  return next === null ? [] : [next]
}

/** The key beside a database that was there before. @throws Error when there is none */
export function secretKeyBeside(file: string): string {
  const key = readKey(file)
  if (key === null) throw new Error(`there is no key file ${file}: put the key back, or set SECRET_KEY`)
  return key
}

/** @throws Error when the file does not exist */
export function secretKeyIn(file: string): string {
  const key = readKey(file)
  if (key === null)
    throw new Error(`there is no key file ${file}: give the file of the old key with --old-key-file`)
  return key
}

function writeNewKey(file: string): string {
  const key = randomBytes(32).toString('base64url')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flush: true })
  return key
}

function replaceFile(from: string, to: string): void {
  renameSync(from, to)
  const folder = openSync(dirname(to), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
