import * as CALLS from '../../../contract/calls.ts'
import { retrySettings } from '../../../contract/retry-settings.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'

export interface ConfigurationParts {
  readonly store: Pick<Store, 'settings'>
  readonly config: ServerConfig
}

/** Harbor's system settings: only the global switch can be changed here, the server's own are read-only. */
export function configurationRoutes({ store: { settings }, config }: ConfigurationParts): readonly Route[] {
  const fixed = {
    ...retrySettings(config.retryRule),
    webhook_timeout_ms: { editable: false, value: config.timeoutMs },
    webhook_max_age_ms: { editable: false, value: config.maxAgeMs },
    quota_warning_percent: { editable: false, value: config.quotaWarningPercent },
  } as const
  return [
    answer(CALLS.getConfiguration, async () => {
      const isOn = await settings.notificationsEnabled()
      return { status: 200, body: { notification_enable: { editable: true, value: isOn }, ...fixed } }
    }),
    answer(CALLS.updateConfiguration, async ({ body: { notification_enable }, guard }) => {
      if (notification_enable !== undefined)
        await settings.setNotificationsEnabled(notification_enable, guard)
      return { status: 200 }
    }),
  ].flat()
}
