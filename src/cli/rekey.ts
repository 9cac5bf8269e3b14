import { existsSync } from 'node:fs'
import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { adoptNextSecretKey, leftOverKeys, nextSecretKey, secretKeyIn } from '../accounts/secret-key.ts'
import { type Config, databasePlace, readConfig } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { openPostgresStore } from '../store/postgres/postgres-store.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { endWithFault } from './end-with-fault.ts'

export interface RekeyOptions {
  readonly config?: string
  readonly oldKeyFile?: string
}

/**
 * Seals every stored secret with a new key: the one that `SECRET_KEY` sets, else a new one, which replaces the old one
 * beside the database. All secrets change in one transaction. Interrupted at any point, the command can be run again, and the
 * service can start. A fault sets the exit code.
 */
export async function rekey({ config: file, oldKeyFile }: RekeyOptions): Promise<void> {
  try {
    const settings = readConfig(file === undefined ? {} : { file })
    const place = databasePlace(settings)
    const { secrets, where } =
      place.kind === 'postgres'
        ? await rekeyPostgres(settings, place.url, oldKeyFile)
        : await rekeySqlite(settings, place.path, oldKeyFile)
    console.log(`Encrypted ${secrets} secrets with the new key, ${where}`)
  } catch (error) {
    endWithFault('bellbuoy cannot change the key', error)
  }
}

interface Rekeyed {
  readonly secrets: number
  /** Where the new key is, in words. */
  readonly where: string
}

const OF_SETTING = 'the value of SECRET_KEY'

async function rekeySqlite(
  { secretKey, notificationEnable, longestStopMs }: Config,
  path: string,
  oldKeyFile?: string,
): Promise<Rekeyed> {
  if (!existsSync(path)) throw new Error(`there is no database at ${path}`)
  const keyFile = `${path}.key`
  const oldKey = secretKeyIn(oldKeyFile ?? keyFile)
  const newKey = secretKey ?? nextSecretKey(keyFile)
  await using store = await openSqliteStore({
    path,
    secrets: () => aesSecretBox(oldKey, [newKey, ...leftOverKeys(keyFile)]),
    clock: systemClock,
    longestStopMs,
    notificationsInitiallyEnabled: notificationEnable,
  })
  const secrets = await store.reseal(aesSecretBox(newKey))
  if (secretKey === null) adoptNextSecretKey(keyFile)
  return { secrets, where: secretKey === null ? `which is in ${keyFile}` : OF_SETTING }
}

async function rekeyPostgres(
  { secretKey, notificationEnable, longestStopMs }: Config,
  databaseUrl: string,
  oldKeyFile?: string,
): Promise<Rekeyed> {
  if (secretKey === null || oldKeyFile === undefined)
    throw new Error(
      'with PostgreSQL, set SECRET_KEY to the new key and --old-key-file to a file with the old key',
    )
  await using store = await openPostgresStore({
    databaseUrl,
    secrets: aesSecretBox(secretKeyIn(oldKeyFile), [secretKey]),
    clock: systemClock,
    longestStopMs,
    notificationsInitiallyEnabled: notificationEnable,
  })
  return { secrets: await store.reseal(aesSecretBox(secretKey)), where: OF_SETTING }
}
