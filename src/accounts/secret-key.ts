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
  const key = randomBytes(32).toString('base64url')
  writeFileSync(`${file}.new`, `${key}\n`, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
  return key
}
