import type { ConfigurationResponse } from '../../contract/configuration.ts'
import { ConfigurationRequest } from '../../contract/configuration.ts'
import type { Settings } from '../../domain/store.ts'
import { type Route, route } from '../route.ts'

const PATH = '/api/v2.0/configurations'

/** Harbor's system settings; of those we have the global switch. */
export function configurationRoutes(settings: Settings): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      needs: 'configuration:read',
      schema: {},
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
      needs: 'configuration:update',
      schema: { body: ConfigurationRequest },
      async handle({ body: { notification_enable } }) {
        if (notification_enable !== undefined) await settings.setNotificationsEnabled(notification_enable)
        return { status: 200 }
      },
    }),
  ]
}
