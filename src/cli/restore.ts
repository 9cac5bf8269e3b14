import { existsSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { leftOverKeys, secretKeyBeside } from '../accounts/secret-key.ts'
import { type Config, databasePlace, readConfig } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import type { SecretBox } from '../domain/secret-box.ts'
import { copyDatabase, removeDatabase, renameDatabase } from '../sqlite/copy-database.ts'
import { prepareFolder } from '../sqlite/folder.ts'
import { lockDatabase } from '../sqlite/lock.ts'
import type { MoveTarget } from '../store/move/move-end.ts'
import { openPostgresTarget } from '../store/postgres/open-for-move.ts'
import { type Waiting, releaseRestored, settleRestored } from '../store/restore/settle-restored.ts'
import { openSqliteTarget } from '../store/sqlite/open-for-move.ts'
import { auditText } from './audit-text.ts'
import { auditOf } from './backup.ts'
import { endWithFault } from './end-with-fault.ts'
import { progressLines } from './progress-lines.ts'

export interface RestoreOptions {
  readonly config?: string
  readonly replace?: boolean
  readonly send?: boolean
}

/**
 * Puts a backup in the place of the database. Its next start accepts events and sends nothing until a person releases the hold, unless
 * `send` is set. Without a file, the database that is there was restored by other means, and is prepared in the same way; with `send` alone,
 * its hold ends. No server may use the database. The exit code is 0 when the account of what was restored balances; a fault sets it too.
 */
export async function restore(file: string | undefined, options: RestoreOptions): Promise<void> {
  try {
    const config = readConfig(options.config === undefined ? {} : { file: options.config })
    if (file !== undefined) await restoreFile(file, config, options)
    else if (options.send === true) await release(config)
    else await settleInPlace(config)
  } catch (error) {
    endWithFault('bellbuoy cannot restore', error)
  }
}

async function restoreFile(
  file: string,
  config: Config,
  { replace = false, send = false }: RestoreOptions,
): Promise<void> {
  const path = freePlace(file, config, replace)
  prepareFolder(dirname(path))
  using held = new DisposableStack()
  held.use(lockDatabase(path))
  const restored = `${path}.restoring`
  await copyDatabase({ from: resolve(file), to: restored, report: progressLines('copied') })
  const settled = { config, secrets: secretsFor(config, path), send }
  const waiting = await settle(await openSqliteTarget(restored), settled)
  const report = await auditOf(restored)
  const former = putInPlace(restored, path)
  console.log(auditText(report))
  if (former !== null) console.log(`The previous database is now ${former}.`)
  console.log(waitingText(waiting, send))
  if (!report.balanced) process.exitCode = 1
}

/** Where the backup goes. @throws Error when it cannot go there */
function freePlace(file: string, config: Config, replace: boolean): string {
  const place = databasePlace(config)
  if (place.kind === 'postgres')
    throw new Error(
      'DATABASE_URL names a PostgreSQL database: restore it with pg_restore, then run bellbuoy restore without a file (docs/backup.md)',
    )
  const path = resolve(place.path)
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  if (!existsSync(path)) return path
  if (realpathSync(path) === realpathSync(file)) throw new Error(`${file} is the database itself`)
  if (!replace) throw new Error(`${path} already exists: add --replace to rename it and keep it`)
  return path
}

interface Settled {
  readonly config: Config
  readonly secrets: SecretBox
  readonly send: boolean
}

/** Closes the database when it is prepared. */
async function settle(opened: MoveTarget, { config, secrets, send }: Settled): Promise<Waiting> {
  await using database = opened
  const settling = { database, clock: systemClock, longestStopMs: config.longestStopMs }
  const waiting = await settleRestored({ ...settling, secrets })
  if (send) await releaseRestored(settling)
  return waiting
}

/** @returns where the database is now that was there before */
function putInPlace(restored: string, path: string): string | null {
  const isThere = existsSync(path)
  const former = `${path}.before-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  if (isThere) renameDatabase(path, former)
  renameDatabase(restored, path)
  removeDatabase(restored)
  return isThere ? former : null
}

async function settleInPlace(config: Config): Promise<void> {
  const { database, secrets } = await openInPlace(config)
  console.log(waitingText(await settle(database, { config, secrets, send: false }), false))
}

async function release(config: Config): Promise<void> {
  await using database = (await openInPlace(config)).database
  const isReleased = await releaseRestored({
    database,
    clock: systemClock,
    longestStopMs: config.longestStopMs,
  })
  console.log(
    isReleased
      ? 'Released the hold of the restore: the next start sends the waiting deliveries.'
      : 'There is no hold of a restore.',
  )
}

async function openInPlace(config: Config): Promise<{ database: MoveTarget; secrets: SecretBox }> {
  const place = databasePlace(config)
  if (place.kind === 'postgres') {
    const { secretKey } = config
    if (secretKey === null)
      throw new Error('SECRET_KEY is not set, and PostgreSQL needs it: set it to the key of this database')
    return { database: await openPostgresTarget(place.url), secrets: aesSecretBox(secretKey) }
  }
  const path = resolve(place.path)
  if (!existsSync(path)) throw new Error(`there is no database at ${path}`)
  return { database: await openSqliteTarget(path), secrets: secretsFor(config, path) }
}

function secretsFor({ secretKey }: Config, path: string): SecretBox {
  const keyFile = `${path}.key`
  return secretKey === null
    ? aesSecretBox(secretKeyBeside(keyFile), leftOverKeys(keyFile))
    : aesSecretBox(secretKey)
}

function waitingText({ deliveries, sinceMs }: Waiting, send: boolean): string {
  const waits =
    sinceMs === null
      ? 'No deliveries are waiting.'
      : `${deliveries} deliveries are waiting, the oldest since ${new Date(sinceMs).toISOString()}.`
  return send
    ? `${waits} The next start sends them.`
    : `${waits} Everything is on hold: Bellbuoy accepts events and sends nothing until you release the hold in the console
(Configuration → System settings), with POST /api/v2.0/webhook/release, or, while it is stopped, with bellbuoy restore --send.`
}
