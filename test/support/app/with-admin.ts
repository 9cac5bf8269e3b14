import { ADMIN_NAME } from '../../../src/domain/people/user.ts'
import type { Migrated } from '../migrated.ts'
import { adminPassword } from './bellbuoy-process.ts'
import { quickHash } from './quick-hash.ts'

/** What the first start leaves: an admin, whose password takes next to no time to check. */
export const WITH_ADMIN: Migrated = {
  name: 'with_admin',
  fill: (db) => {
    const at = Date.now()
    const password_hash = quickHash(adminPassword)
    const admin = { name: ADMIN_NAME, is_system_admin: 1, password_hash, created_at: at, updated_at: at }
    return db.insertInto('user').values(admin).execute()
  },
}
