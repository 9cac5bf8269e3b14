import Type, { type Static } from 'typebox'

export const ConfigurationRequest = Type.Object({ notification_enable: Type.Optional(Type.Boolean()) })
export type ConfigurationRequest = Static<typeof ConfigurationRequest>

export const ConfigurationResponse = Type.Object({
  notification_enable: Type.Object({ editable: Type.Boolean(), value: Type.Boolean() }),
})
export type ConfigurationResponse = Static<typeof ConfigurationResponse>
