import Type, { type Static } from 'typebox'
import { PolicyRequest } from './policy.ts'
import { TargetTestResponse } from './target-test.ts'

/** The shapes of Harbor 1.10's API (`api/harbor/swagger.yaml` of that version). Event types have the proposal's names. */
export const LegacyPolicyRequest = Type.Object({
  ...PolicyRequest.properties,
  id: Type.Optional(Type.Integer()),
})
export type LegacyPolicyRequest = Static<typeof LegacyPolicyRequest>

export const LegacyPolicyResponse = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: Type.String(),
  project_id: Type.Integer(),
  targets: Type.Array(
    Type.Object({ type: Type.String(), address: Type.String(), skip_cert_verify: Type.Boolean() }),
  ),
  event_types: Type.Array(Type.String()),
  creator: Type.String(),
  creation_time: Type.String({ format: 'date-time' }),
  update_time: Type.String({ format: 'date-time' }),
  enabled: Type.Boolean(),
})
export type LegacyPolicyResponse = Static<typeof LegacyPolicyResponse>

/** What came back from each target of a policy, in their order. */
export const LegacyTestResponse = Type.Object({
  targets: Type.Array(Type.Object({ address: Type.String(), ...TargetTestResponse.properties })),
})

export const LegacyLastTriggerResponse = Type.Object({
  event_type: Type.String(),
  enabled: Type.Boolean(),
  creation_time: Type.String({ format: 'date-time' }),
  last_trigger_time: Type.Optional(Type.String({ format: 'date-time' })),
})
export type LegacyLastTriggerResponse = Static<typeof LegacyLastTriggerResponse>

export const LegacyJobResponse = Type.Object({
  id: Type.Integer(),
  policy_id: Type.Integer(),
  event_type: Type.String(),
  notify_type: Type.String(),
  status: Type.String(),
  job_detail: Type.String(),
  creation_time: Type.String({ format: 'date-time' }),
  update_time: Type.String({ format: 'date-time' }),
})
export type LegacyJobResponse = Static<typeof LegacyJobResponse>

export const LegacyJobsQuery = Type.Object({
  policy_id: Type.Integer(),
  /** Several times: any of them. */
  status: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())])),
  page: Type.Optional(Type.Integer({ default: 1 })),
  page_size: Type.Optional(Type.Integer({ default: 500 })),
})

export const LegacyProjectsQuery = Type.Object({
  name: Type.Optional(Type.String({ description: 'part of the name' })),
  public: Type.Optional(Type.String({ description: 'true or 1, false or 0' })),
  owner: Type.Optional(Type.String({ description: 'name of the owner' })),
  page: Type.Optional(Type.Integer({ default: 1 })),
  page_size: Type.Optional(Type.Integer({ default: 500 })),
})
