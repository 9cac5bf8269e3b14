import { scopedCall } from '../scoped-call.ts'
import { HoldResponse } from '../webhooks/hold.ts'

export const getHold = scopedCall({
  method: 'GET',
  path: '/hold',
  operation: { inProject: 'GetHoldOfProject', inSystem: 'GetHold' },
  summary: {
    inProject: 'Get whether the deliveries of a project are held, since when and by whom',
    inSystem: 'Get whether all deliveries are held, since when and by whom',
  },
  tag: 'target',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: {},
  answers: { 200: HoldResponse },
})

export const holdDeliveries = scopedCall({
  method: 'POST',
  path: '/hold',
  operation: { inProject: 'HoldDeliveriesOfProject', inSystem: 'HoldDeliveries' },
  summary: {
    inProject: 'Hold the deliveries of a project: events are accepted, and deliveries wait',
    inSystem: 'Hold all deliveries: events are accepted, and deliveries wait',
  },
  tag: 'target',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: {},
  answers: { 200: HoldResponse },
})

export const releaseDeliveries = scopedCall({
  method: 'POST',
  path: '/release',
  operation: { inProject: 'ReleaseDeliveriesOfProject', inSystem: 'ReleaseDeliveries' },
  summary: {
    inProject: 'Release the held deliveries of a project and send them',
    inSystem: 'End the hold of everything and send what waits, but for what is held otherwise',
  },
  tag: 'target',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: {},
  answers: { 200: HoldResponse },
})
