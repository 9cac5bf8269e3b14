import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { leftOverKeys, secretKey } from '../accounts/secret-key.ts'
import { type Config, databasePath } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Store } from '../domain/store.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'

/** @throws Error with a message for the user when the database cannot be opened */
export function openStore(config: Config, clock: Clock): Promise<Store> {
  const path = databasePath(config)
  return openSqliteStore({
    path,
    secrets: () => aesSecretBox(secretKey(config.secretKey, `${path}.key`), leftOverKeys(`${path}.key`)),
    clock,
    longestStopMs: config.longestStopMs,
    notificationsInitiallyEnabled: config.notificationEnable,
  })
}
