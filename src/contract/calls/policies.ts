import Type from 'typebox'
import { ListParams } from '../params.ts'
import { scopedCall } from '../scoped-call.ts'
import { FilterDryRunRequest, FilterDryRunResponse } from '../webhooks/filter-dry-run.ts'
import { PolicyHealthQuery, PolicyHealthResponse } from '../webhooks/policy-health.ts'
import { LastTriggerResponse } from '../webhooks/last-trigger.ts'
import { PolicyParams, PolicyRequest, PolicyResponse } from '../webhooks/policy.ts'
import { SupportedEventsResponse } from '../webhooks/supported-events.ts'

export const listPolicies = scopedCall({
  method: 'GET',
  path: '/policies',
  operation: { inProject: 'ListWebhookPoliciesOfProject', inSystem: 'ListGlobalPolicies' },
  summary: { inProject: 'List the policies of a project', inSystem: 'List the global policies' },
  tag: 'webhook',
  needs: 'notification-policy:list',
  schema: { querystring: ListParams },
  answers: { 200: Type.Array(PolicyResponse) },
})

export const createPolicy = scopedCall({
  method: 'POST',
  path: '/policies',
  operation: { inProject: 'CreateWebhookPolicyOfProject', inSystem: 'CreateGlobalPolicy' },
  summary: { inProject: 'Create a policy', inSystem: 'Create a global policy' },
  tag: 'webhook',
  needs: 'notification-policy:create',
  schema: { body: PolicyRequest },
  answers: { 201: null },
})

export const getPolicy = scopedCall({
  method: 'GET',
  path: '/policies/:webhook_policy_id',
  operation: { inProject: 'GetWebhookPolicyOfProject', inSystem: 'GetGlobalPolicy' },
  summary: { inProject: 'Get a policy', inSystem: 'Get a global policy' },
  tag: 'webhook',
  needs: 'notification-policy:read',
  revised: { kind: 'policy', param: 'webhook_policy_id' },
  schema: { params: PolicyParams },
  answers: { 200: PolicyResponse },
})

export const updatePolicy = scopedCall({
  method: 'PUT',
  path: '/policies/:webhook_policy_id',
  operation: { inProject: 'UpdateWebhookPolicyOfProject', inSystem: 'UpdateGlobalPolicy' },
  summary: { inProject: 'Replace a policy', inSystem: 'Replace a global policy' },
  tag: 'webhook',
  needs: 'notification-policy:update',
  revised: { kind: 'policy', param: 'webhook_policy_id' },
  schema: { params: PolicyParams, body: PolicyRequest },
  answers: { 200: null },
})

export const deletePolicy = scopedCall({
  method: 'DELETE',
  path: '/policies/:webhook_policy_id',
  operation: { inProject: 'DeleteWebhookPolicyOfProject', inSystem: 'DeleteGlobalPolicy' },
  summary: {
    inProject: 'Delete a policy and stop its waiting deliveries',
    inSystem: 'Delete a global policy and stop its waiting deliveries',
  },
  tag: 'webhook',
  needs: 'notification-policy:delete',
  revised: { kind: 'policy', param: 'webhook_policy_id' },
  schema: { params: PolicyParams },
  answers: { 200: null },
})

export const listPolicyHealth = scopedCall({
  method: 'GET',
  path: '/health',
  operation: { inProject: 'ListPolicyHealthOfProject', inSystem: 'ListPolicyHealth' },
  summary: {
    inProject: 'List how the policies of a project stand, those that fail first',
    inSystem: 'List how all policies stand, those of all projects and the global ones, those that fail first',
  },
  tag: 'webhook',
  needs: 'notification-policy:list',
  isOurs: true,
  schema: { querystring: PolicyHealthQuery },
  answers: { 200: PolicyHealthResponse },
})

export const getSupportedEvents = scopedCall({
  method: 'GET',
  path: '/events',
  operation: { inProject: 'GetSupportedEventTypes', inSystem: 'GetSupportedEventTypesOfSystem' },
  summary: {
    inProject: 'List the event types, target kinds and payload formats that a policy may name',
    inSystem: 'List the event types, target kinds and payload formats that a global policy may name',
  },
  tag: 'webhook',
  needs: 'notification-policy:read',
  schema: {},
  answers: { 200: SupportedEventsResponse },
})

export const listLastTriggers = scopedCall({
  method: 'GET',
  path: '/lasttrigger',
  operation: { inProject: 'LastTrigger', inSystem: 'LastTriggerOfGlobalPolicies' },
  summary: {
    inProject: 'List when each policy last got an event of each of its types',
    inSystem: 'List when each global policy last got an event of each of its types',
  },
  tag: 'webhook',
  needs: 'notification-policy:read',
  schema: {},
  answers: { 200: Type.Array(LastTriggerResponse) },
})

export const dryRunFilter = scopedCall({
  method: 'POST',
  path: '/filters/dry-run',
  operation: { inProject: 'DryRunFilterOfProject', inSystem: 'DryRunFilter' },
  summary: {
    inProject: 'Try a filter on the newest events of a project',
    inSystem: 'Try a filter on the newest events',
  },
  tag: 'webhook',
  needs: 'notification-policy:read',
  isOnlyQuestion: true,
  isOurs: true,
  schema: { body: FilterDryRunRequest },
  answers: { 200: FilterDryRunResponse },
})
