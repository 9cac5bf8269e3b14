import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { leftOverKeys, secretKey } from '../accounts/secret-key.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Store } from '../domain/store.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'

/** @throws Error with a message for the user when the database cannot be had */
export function openStore(config: Config, clock: Clock): Promise<Store> {
  const path = databasePath(config)
  return openSqliteStore({
    path,
    secrets: () => aesSecretBox(secretKey(config.secretKey, `${path}.key`), leftOverKeys(`${path}.key`)),
    clock,
    notificationsInitiallyEnabled: config.notificationEnable,
  })
}

/** The file of the SQLite database. */
export function databasePath({ databaseUrl }: Config): string {
  return databaseUrl.slice('sqlite:'.length)
}
