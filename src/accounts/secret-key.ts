import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

/**
 * The key that encrypts secrets at rest: as set, else from its file, else a new one that is kept there for the owner's eyes
 * only (mode 0600).
 *
 * @throws Error when the file can be neither read nor written
 */
export function secretKey(setting: string | null, file: string): string {
  if (setting !== null) return setting
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made = randomBytes(32).toString('base64url')
  // Fails should another process have made one since: two keys would leave secrets unreadable.
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' })
  return made
}
