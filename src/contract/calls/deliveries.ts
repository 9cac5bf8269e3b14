import Type from 'typebox'
import { BulkRequest, BulkResponse, DeliveryResponse, RedeliveryResponse } from '../history/history.ts'
import { scopedCall } from '../scoped-call.ts'
import { PolicyParams } from '../webhooks/policy.ts'
import { ReplayRequest, ReplayResponse } from '../webhooks/replay.ts'

const DeliveryParams = Type.Object({ delivery_id: Type.Integer() })

export const redeliver = scopedCall({
  method: 'POST',
  path: '/deliveries/:delivery_id/redeliver',
  operation: { inProject: 'RedeliverOfProject', inSystem: 'Redeliver' },
  summary: {
    inProject: 'Send an ended delivery of a project once more',
    inSystem: 'Send an ended delivery once more',
  },
  tag: 'history',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { params: DeliveryParams },
  answers: { 201: RedeliveryResponse },
})

export const stopDelivery = scopedCall({
  method: 'POST',
  path: '/deliveries/:delivery_id/stop',
  operation: { inProject: 'StopDeliveryOfProject', inSystem: 'StopDelivery' },
  summary: {
    inProject: 'Stop a delivery of a project that has not ended',
    inSystem: 'Stop a delivery that has not ended',
  },
  tag: 'history',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { params: DeliveryParams },
  answers: { 200: DeliveryResponse },
})

export const redeliverMany = scopedCall({
  method: 'POST',
  path: '/deliveries/redeliver',
  operation: { inProject: 'RedeliverManyOfProject', inSystem: 'RedeliverMany' },
  summary: {
    inProject: 'Send the ended deliveries of a project that match a filter once more',
    inSystem: 'Send the ended deliveries that match a filter once more',
  },
  tag: 'history',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { body: BulkRequest },
  answers: { 200: BulkResponse },
})

export const stopDeliveries = scopedCall({
  method: 'POST',
  path: '/deliveries/stop',
  operation: { inProject: 'StopDeliveriesOfProject', inSystem: 'StopDeliveries' },
  summary: {
    inProject: 'Stop the deliveries of a project that match a filter and have not ended',
    inSystem: 'Stop the deliveries that match a filter and have not ended',
  },
  tag: 'history',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { body: BulkRequest },
  answers: { 200: BulkResponse },
})

export const replayEvents = scopedCall({
  method: 'POST',
  path: '/policies/:webhook_policy_id/replay',
  operation: { inProject: 'ReplayWebhookPolicyOfProject', inSystem: 'ReplayGlobalPolicy' },
  summary: {
    inProject: 'Deliver past events to a policy',
    inSystem: 'Deliver past events to a global policy',
  },
  tag: 'history',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { params: PolicyParams, body: ReplayRequest },
  answers: { 200: ReplayResponse },
})
