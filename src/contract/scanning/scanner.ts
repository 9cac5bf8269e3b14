import Type, { type Static } from 'typebox'
import type { DeepReadonly } from '../api-call.ts'
import { RemoveSecrets } from '../remove-secrets.ts'

const Auth = Type.Enum(['', 'Basic', 'Bearer', 'X-ScannerAdapter-API-Key'])

/** As Harbor's, and the registry that the scanner pulls from. Secrets are never given back; empty ones stay as they are. */
export const ScannerRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  description: Type.Optional(Type.String({ maxLength: 1000 })),
  url: Type.String({ maxLength: 2048, description: 'of the adapter; `/api/v1` comes after it' }),
  auth: Type.Optional(Auth),
  access_credential: Type.Optional(
    Type.String({ maxLength: 10_000, description: 'for Basic `name:password`' }),
  ),
  registry_url: Type.Optional(Type.String({ maxLength: 2048, description: 'that the adapter pulls from' })),
  registry_authorization: Type.Optional(
    Type.String({ maxLength: 10_000, description: '`Authorization` header with which it pulls' }),
  ),
  pull_account: Type.Optional(
    Type.String({ maxLength: 255, description: 'account of its pulls at the registry: they make no events' }),
  ),
  pull_user_agent: Type.Optional(
    Type.String({ maxLength: 255, description: 'program of its pulls, in any version: they make no events' }),
  ),
  skip_certVerify: Type.Optional(Type.Boolean()),
  use_internal_addr: Type.Optional(
    Type.Boolean({ description: 'without effect: the adapter pulls from registry_url' }),
  ),
  disabled: Type.Optional(Type.Boolean()),
  remove_secrets: RemoveSecrets('`access_credential`, `registry_authorization`'),
})
export type ScannerRequest = Static<typeof ScannerRequest>

/** Of the settings that a client tries out before it registers a scanner. */
export const ScannerPingRequest = Type.Pick(ScannerRequest, ['name', 'url', 'auth', 'access_credential'])
export type ScannerPingRequest = Static<typeof ScannerPingRequest>

/** What Harbor shows of a scanner. */
const REGISTRATION = {
  uuid: Type.String(),
  name: Type.String(),
  description: Type.String(),
  url: Type.String(),
  auth: Auth,
  access_credential: Type.Literal('', { description: 'always empty' }),
  skip_certVerify: Type.Boolean(),
  use_internal_addr: Type.Literal(false),
  disabled: Type.Boolean(),
  is_default: Type.Boolean(),
  create_time: Type.String({ format: 'date-time' }),
  update_time: Type.String({ format: 'date-time' }),
}

export const ScannerResponse = Type.Object({
  ...REGISTRATION,
  has_access_credential: Type.Boolean(),
  registry_url: Type.String(),
  has_registry_authorization: Type.Boolean(),
  pull_account: Type.String(),
  pull_user_agent: Type.String(),
})
export type ScannerResponse = Static<typeof ScannerResponse>

/** Only true changes anything, as in Harbor. */
export const ScannerDefaultRequest = Type.Object({ is_default: Type.Optional(Type.Boolean()) })

export const ScannerMetadataResponse = Type.Object({
  scanner: Type.Object({ name: Type.String(), vendor: Type.String(), version: Type.String() }),
  capabilities: Type.Array(
    Type.Object({
      type: Type.String({ description: 'vulnerability or sbom' }),
      consumes_mime_types: Type.Array(Type.String()),
      produces_mime_types: Type.Array(Type.String()),
    }),
  ),
  properties: Type.Record(Type.String(), Type.String()),
  report_type: Type.String({ description: 'media type of the reports that will be asked for' }),
})

export type ScannerMetadataResponse = DeepReadonly<Static<typeof ScannerMetadataResponse>>

export const ScanResponse = Type.Object({
  id: Type.Integer(),
  repository: Type.String(),
  tag: Type.Optional(Type.String()),
  digest: Type.String(),
  trigger: Type.String(),
  operator: Type.String(),
  state: Type.Enum(['pending', 'running', 'success', 'error', 'stopped']),
  severity: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  created_at: Type.String({ format: 'date-time' }),
})
export type ScanResponse = Static<typeof ScanResponse>

/** A scanner as the members of a project see it; what it says of itself only where the project is asked for its scanner. */
export const ProjectScannerResponse = Type.Object({
  ...REGISTRATION,
  health: Type.Optional(Type.Enum(['healthy', 'unhealthy'])),
  adapter: Type.Optional(Type.String()),
  vendor: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  capabilities: Type.Optional(
    Type.Object({ support_vulnerability: Type.Boolean(), support_sbom: Type.Boolean() }),
  ),
})
export type ProjectScannerResponse = Static<typeof ProjectScannerResponse>

export const ScannerSummaryResponse = Type.Object({
  uuid: Type.String(),
  name: Type.String(),
  description: Type.String(),
  disabled: Type.Boolean(),
  is_default: Type.Boolean(),
})
export type ScannerSummaryResponse = Static<typeof ScannerSummaryResponse>

export const ProjectScannerRequest = Type.Object({
  uuid: Type.String({ description: 'empty: the default one, whichever that is' }),
})

/** When the images of a project are scanned by themselves. */
export const ScanScheduleResponse = Type.Object({
  scan_on_push: Type.Boolean(),
  interval_hours: Type.Integer({ description: '0: no schedule' }),
  chosen_scanner: Type.Optional(Type.String({ description: 'UUID; missing: the default one scans' })),
  scanner: Type.Optional(ScannerSummaryResponse),
  round: Type.Optional(
    Type.Object(
      { started_at: Type.String({ format: 'date-time' }), is_over: Type.Boolean() },
      { description: 'the last one that began' },
    ),
  ),
  next_round_at: Type.Optional(
    Type.String({ format: 'date-time', description: 'missing: at once, or no schedule' }),
  ),
})
export type ScanScheduleResponse = Static<typeof ScanScheduleResponse>
