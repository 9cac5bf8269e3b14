import type { Settings } from '../../domain/policy/rules.ts'
import type { Connections } from '../connections.ts'
import { guarded } from '../revisions.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { APPLIED, NOTIFICATIONS_ENABLED } from '../setting-names.ts'

/** @param initiallyEnabled what the global switch is until someone sets it */
export function createSettings(
  { read }: Connections,
  changeRules: ChangeRules,
  initiallyEnabled: boolean,
): Settings {
  const valueOf = async (name: string): Promise<string | undefined> => {
    const query = read.selectFrom('setting').select('value').where('name', '=', name)
    return (await query.executeTakeFirst())?.value
  }
  return {
    async notificationsEnabled() {
      const value = await valueOf(NOTIFICATIONS_ENABLED)
      return value === undefined ? initiallyEnabled : value === 'true'
    },
    applied: async () => (await valueOf(APPLIED)) ?? '',
    async change({ notificationsEnabled, applied }, guard) {
      const rows = [
        ...(notificationsEnabled === undefined
          ? []
          : [{ name: NOTIFICATIONS_ENABLED, value: String(notificationsEnabled) }]),
        ...(applied === undefined ? [] : [{ name: APPLIED, value: applied }]),
      ]
      if (rows.length === 0) return
      await changeRules((transaction) =>
        guarded(transaction, { kind: 'settings' }, guard, async () => {
          for (const row of rows)
            await transaction
              .insertInto('setting')
              .values(row)
              .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
              .execute()
        }),
      )
    },
  }
}
