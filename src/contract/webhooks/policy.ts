import Type, { type Static } from 'typebox'
import { RemoveSecrets } from '../remove-secrets.ts'
import { PolicyFilterBody } from './policy-filter.ts'

export const PolicyParams = Type.Object({ webhook_policy_id: Type.Integer() })

/** The way of a policy, of a drafted one too. */
export const HarborWay = Type.Optional(
  Type.Boolean({
    description:
      'true: each manifest request is reported when it comes, as Harbor does; absent: as the setting `HARBOR_WAY` says',
  }),
)

/**
 * A target as a client sends it. Everything may be missing and what is not known is ignored, as in Harbor; `secret` is of
 * the webhook proposal.
 */
export const TargetRequest = Type.Object({
  type: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  auth_header: Type.Optional(Type.String()),
  secret: Type.Optional(Type.String()),
  skip_cert_verify: Type.Optional(Type.Boolean()),
  payload_format: Type.Optional(Type.String()),
  attachment: Type.Optional(Type.String({ description: 'attributes for templates' })),
  options: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'what the kind of target offers; a secret among it that is empty stays as it is stored',
    }),
  ),
  remove_secrets: RemoveSecrets('`auth_header`, `secret`, `options.smtp.password`'),
})
export type TargetRequest = Static<typeof TargetRequest>

export const PolicyRequest = Type.Object({
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  enabled: Type.Optional(Type.Boolean()),
  event_types: Type.Optional(Type.Array(Type.String())),
  filter: Type.Optional(PolicyFilterBody),
  harbor_way: HarborWay,
  targets: Type.Optional(Type.Array(TargetRequest)),
})
export type PolicyRequest = Static<typeof PolicyRequest>

/**
 * Answers leave out what is empty, zero or false (`enabled` excepted). They hold no secret, but for `auth_header` where a
 * setting shows it to those who may edit the policy.
 */
export const TargetResponse = Type.Object({
  address: Type.String(),
  attachment: Type.Optional(Type.String()),
  auth_header: Type.Optional(Type.String()),
  former_signing_until: Type.Optional(
    Type.String({ format: 'date-time', description: 'until then the signing secret before signs too' }),
  ),
  has_auth_header: Type.Optional(Type.Boolean()),
  has_secret: Type.Optional(Type.Boolean()),
  id: Type.Integer(),
  options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  paused: Type.Optional(Type.Boolean()),
  payload_format: Type.Optional(Type.String()),
  skip_cert_verify: Type.Optional(Type.Boolean()),
  type: Type.String(),
  unreachable: Type.Optional(
    Type.Object(
      {
        expires_from: Type.Optional(
          Type.String({ format: 'date-time', description: 'when the oldest waiting delivery expires' }),
        ),
        reason: Type.String({ description: 'how the last attempt before that failed' }),
        since: Type.String({ format: 'date-time', description: 'since when new deliveries wait' }),
      },
      { description: 'it gives no answer: new deliveries wait, and retries and probes go on' },
    ),
  ),
})
export type TargetResponse = Static<typeof TargetResponse>

export const PolicyResponse = Type.Object({
  auto_disabled: Type.Optional(
    Type.Object(
      { at: Type.String({ format: 'date-time' }), reason: Type.String() },
      { description: 'Bellbuoy disabled it, since nothing but failures came of it; enable it to go on' },
    ),
  ),
  creation_time: Type.String({ format: 'date-time' }),
  creator: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  enabled: Type.Boolean(),
  event_types: Type.Array(Type.String()),
  filter: Type.Optional(PolicyFilterBody),
  harbor_way: HarborWay,
  id: Type.Integer(),
  name: Type.Optional(Type.String()),
  project_id: Type.Integer(),
  targets: Type.Array(TargetResponse),
  update_time: Type.String({ format: 'date-time' }),
})
export type PolicyResponse = Static<typeof PolicyResponse>
