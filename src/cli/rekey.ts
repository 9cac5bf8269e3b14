import { existsSync } from 'node:fs'
import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { adoptNextSecretKey, leftOverKeys, nextSecretKey, secretKeyIn } from '../accounts/secret-key.ts'
import { databasePath, readConfig } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
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
    const { secretKey, notificationEnable, longestStopMs } = settings
    const path = databasePath(settings)
    if (!existsSync(path)) throw new Error(`there is no database ${path}`)
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
    console.log(
      `${secrets} secrets are sealed with the new key, ${secretKey === null ? `which is in ${keyFile}` : 'the one of SECRET_KEY'}`,
    )
  } catch (error) {
    endWithFault('bellbuoy cannot change the key', error)
  }
}
