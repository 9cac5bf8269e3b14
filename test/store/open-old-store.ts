import { aesSecretBox } from '../../src/accounts/aes-secret-box.ts'
import { systemClock } from '../../src/domain/clock.ts'
import type { Store } from '../../src/domain/store.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'

/** Opens the store on a database of an older version, which migrates it. */
export function openOldStore(path: string): Promise<Store> {
  return openSqliteStore({
    path,
    clock: systemClock,
    longestStopMs: 3_600_000,
    notificationsInitiallyEnabled: true,
    secrets: () => aesSecretBox('a key for tests'),
  })
}
