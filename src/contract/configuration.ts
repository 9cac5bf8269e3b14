import Type, { type Static } from 'typebox'

export const ConfigurationRequest = Type.Object({ notification_enable: Type.Optional(Type.Boolean()) })
export type ConfigurationRequest = Static<typeof ConfigurationRequest>

/** Set where the server runs (`BELLBUOY_…` or its file), read-only here. */
const ServerSetting = (description: string) =>
  Type.Object({ editable: Type.Literal(false), value: Type.Number() }, { description })

export const ConfigurationResponse = Type.Object({
  notification_enable: Type.Object({ editable: Type.Boolean(), value: Type.Boolean() }),
  webhook_job_max_retry: ServerSetting('retries after the first attempt'),
  webhook_initial_wait_ms: ServerSetting('wait before the first retry'),
  webhook_max_wait_ms: ServerSetting('a delivery that would have to wait longer gives up'),
  webhook_factor: ServerSetting('by which each wait is longer than the one before'),
  webhook_randomization: ServerSetting('by which waits are spread, as a fraction'),
  webhook_timeout_ms: ServerSetting('deadline of one attempt'),
  webhook_max_age_ms: ServerSetting('a delivery that waits longer than this expires'),
  quota_warning_percent: ServerSetting('part of its storage limit from which on a project is warned'),
})
export type ConfigurationResponse = Static<typeof ConfigurationResponse>
