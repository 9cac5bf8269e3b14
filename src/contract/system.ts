import Type, { type Static } from 'typebox'

const Status = Type.Union([Type.Literal('healthy'), Type.Literal('unhealthy')])
export const HealthResponse = Type.Object({
  components: Type.Array(
    Type.Object({ error: Type.Optional(Type.String()), name: Type.String(), status: Status }),
  ),
  status: Status,
})
export type HealthResponse = Static<typeof HealthResponse>

/** What everyone may know, and what one must be logged in for. */
export const SystemInfoResponse = Type.Object({
  auth_mode: Type.String(),
  banner_message: Type.String(),
  current_time: Type.Optional(Type.String({ format: 'date-time' })),
  deliveries_held_since: Type.Optional(
    Type.String({ format: 'date-time', description: 'while all deliveries are held' }),
  ),
  external_url: Type.Optional(Type.String()),
  harbor_version: Type.Optional(Type.String()),
  has_ca_root: Type.Optional(Type.Boolean()),
  notification_enable: Type.Optional(Type.Boolean()),
  oidc_provider_name: Type.Optional(Type.String()),
  primary_auth_mode: Type.Boolean(),
  project_creation_restriction: Type.Optional(Type.String()),
  read_only: Type.Optional(Type.Boolean()),
  registry_url: Type.Optional(Type.String()),
  self_registration: Type.Boolean(),
})
export type SystemInfoResponse = Static<typeof SystemInfoResponse>
