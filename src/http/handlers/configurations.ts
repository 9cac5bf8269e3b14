import { ConfigurationRequest, ConfigurationResponse } from '../../contract/configuration.ts'
import { retrySettings } from '../../contract/retry-settings.ts'
import type { RetryRule } from '../../domain/delivery/retry-rule.ts'
import type { Settings } from '../../domain/policy/rules.ts'
import { type Route, route } from '../route.ts'

const PATH = '/api/v2.0/configurations'

/** What people may see of the settings of the server. */
export interface ShownSettings {
  readonly retryRule: RetryRule
  readonly timeoutMs: number
  readonly maxAgeMs: number
  readonly quotaWarningPercent: number
}

/** Harbor's system settings; of those we have the global switch. The others are the server's own, and read-only. */
export function configurationRoutes(
  settings: Settings,
  { retryRule, timeoutMs, maxAgeMs, quotaWarningPercent }: ShownSettings,
): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      operation: 'GetConfigurations',
      summary: 'Get the system settings',
      tag: 'configure',
      needs: 'configuration:read',
      schema: {},
      answers: { 200: ConfigurationResponse },
      async handle() {
        const body: ConfigurationResponse = {
          notification_enable: { editable: true, value: await settings.notificationsEnabled() },
          ...retrySettings(retryRule),
          webhook_timeout_ms: { editable: false, value: timeoutMs },
          webhook_max_age_ms: { editable: false, value: maxAgeMs },
          quota_warning_percent: { editable: false, value: quotaWarningPercent },
        }
        return { status: 200, body }
      },
    }),
    route({
      method: 'PUT',
      path: PATH,
      operation: 'UpdateConfigurations',
      summary: 'Change system settings',
      tag: 'configure',
      needs: 'configuration:update',
      schema: { body: ConfigurationRequest },
      answers: { 200: null },
      async handle({ body: { notification_enable } }) {
        if (notification_enable !== undefined) await settings.setNotificationsEnabled(notification_enable)
        return { status: 200 }
      },
    }),
  ]
}
