import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { leftOverKeys } from '../accounts/secret-key.ts'
import { type Config, databasePlace } from '../config.ts'
import { type Clock, systemClock } from '../domain/clock.ts'
import type { NoteCommit } from '../domain/delivery/commit.ts'
import type { Store } from '../domain/store.ts'
import { openPostgresStore } from '../store/postgres/postgres-store.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { secretKeyOf } from './secret-key-of.ts'

/**
 * @param clock what everything goes by, for tests that hold it; null: the clock of the database's server, or of this machine
 * @throws Error with a message for the user when the database cannot be opened
 */
export function openStore(config: Config, clock: Clock | null, noteCommit: NoteCommit): Promise<Store> {
  const place = databasePlace(config)
  const { longestStopMs, notificationEnable: notificationsInitiallyEnabled } = config
  const shared = { clock: clock ?? systemClock, longestStopMs, notificationsInitiallyEnabled, noteCommit }
  if (place.kind === 'postgres')
    return openPostgresStore({
      ...shared,
      keepsOwnTime: clock !== null,
      databaseUrl: place.url,
      secrets: aesSecretBox(secretKeyOf(config)),
    })
  const secrets = () => aesSecretBox(secretKeyOf(config), leftOverKeys(`${place.path}.key`))
  return openSqliteStore({ ...shared, path: place.path, secrets })
}
