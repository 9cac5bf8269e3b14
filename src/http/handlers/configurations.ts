import { ConfigurationRequest, ConfigurationResponse } from '../../contract/configuration.ts'
import type { Settings } from '../../domain/store.ts'
import { type Route, route } from '../route.ts'

const PATH = '/api/v2.0/configurations'

/** Harbor's system settings; of those we have the global switch. */
export function configurationRoutes(settings: Settings): readonly Route[] {
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
