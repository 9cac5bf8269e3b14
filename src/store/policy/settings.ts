import type { Settings } from '../../domain/policy/rules.ts'
import type { Connections } from '../connections.ts'
import { guarded } from '../revisions.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { NOTIFICATIONS_ENABLED } from '../setting-names.ts'

/** @param initiallyEnabled what the global switch is until someone sets it */
export function createSettings(
  { read }: Connections,
  changeRules: ChangeRules,
  initiallyEnabled: boolean,
): Settings {
  return {
    async notificationsEnabled() {
      const query = read.selectFrom('setting').select('value').where('name', '=', NOTIFICATIONS_ENABLED)
      const row = await query.executeTakeFirst()
      return row === undefined ? initiallyEnabled : row.value === 'true'
    },
    async setNotificationsEnabled(enabled, guard) {
      const row = { name: NOTIFICATIONS_ENABLED, value: String(enabled) }
      await changeRules((transaction) =>
        guarded(transaction, { kind: 'settings' }, guard, () =>
          transaction
            .insertInto('setting')
            .values(row)
            .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
            .execute(),
        ),
      )
    },
  }
}
