import Type from 'typebox'
import {
  DeliveriesResponse,
  DeliveryDetailResponse,
  EventDetailResponse,
  EventsResponse,
} from '../history/history.ts'
import {
  DeliveriesQuery,
  DeliveryExportQuery,
  EventExportQuery,
  EventsQuery,
} from '../history/list-queries.ts'
import { StatisticsQuery, StatisticsResponse } from '../history/statistics.ts'
import { scopedCall } from '../scoped-call.ts'

/** Not `/events`: those are Harbor's event types, which a policy may name. */
export const listEvents = scopedCall({
  method: 'GET',
  path: '/received-events',
  operation: { inProject: 'ListReceivedEventsOfProject', inSystem: 'ListReceivedEvents' },
  summary: {
    inProject: 'List the events of a project with their verdicts and deliveries',
    inSystem: 'List the events with their verdicts and deliveries',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { querystring: EventsQuery },
  answers: { 200: EventsResponse },
})

export const getEvent = scopedCall({
  method: 'GET',
  path: '/received-events/:event_id',
  operation: { inProject: 'GetReceivedEventOfProject', inSystem: 'GetReceivedEvent' },
  summary: {
    inProject: 'Get one event of a project with its verdicts and deliveries',
    inSystem: 'Get one event with its verdicts and deliveries',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { params: Type.Object({ event_id: Type.String() }) },
  answers: { 200: EventDetailResponse },
})

export const listDeliveries = scopedCall({
  method: 'GET',
  path: '/deliveries',
  operation: { inProject: 'ListDeliveriesOfProject', inSystem: 'ListDeliveries' },
  summary: { inProject: 'List the deliveries of a project', inSystem: 'List all deliveries' },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { querystring: DeliveriesQuery },
  answers: { 200: DeliveriesResponse },
})

export const getDelivery = scopedCall({
  method: 'GET',
  path: '/deliveries/:delivery_id',
  operation: { inProject: 'GetDeliveryOfProject', inSystem: 'GetDelivery' },
  summary: {
    inProject: 'Get one delivery of a project with all its attempts',
    inSystem: 'Get one delivery with all its attempts',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { params: Type.Object({ delivery_id: Type.Integer() }) },
  answers: { 200: DeliveryDetailResponse },
})

export const exportEvents = scopedCall({
  method: 'GET',
  path: '/received-events/export',
  operation: { inProject: 'ExportReceivedEventsOfProject', inSystem: 'ExportReceivedEvents' },
  summary: {
    inProject: 'Export all events of a project that match a filter, as NDJSON or CSV',
    inSystem: 'Export all events that match a filter, as NDJSON or CSV',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { querystring: EventExportQuery },
  answers: { 200: 'rows' },
})

export const exportDeliveries = scopedCall({
  method: 'GET',
  path: '/deliveries/export',
  operation: { inProject: 'ExportDeliveriesOfProject', inSystem: 'ExportDeliveries' },
  summary: {
    inProject: 'Export all deliveries of a project that match a filter, as NDJSON or CSV',
    inSystem: 'Export all deliveries that match a filter, as NDJSON or CSV',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { querystring: DeliveryExportQuery },
  answers: { 200: 'rows' },
})

export const getStatistics = scopedCall({
  method: 'GET',
  path: '/statistics',
  operation: { inProject: 'GetStatisticsOfProject', inSystem: 'GetStatistics' },
  summary: {
    inProject: 'Get figures about the deliveries of a project',
    inSystem: 'Get figures about all deliveries',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { querystring: StatisticsQuery },
  answers: { 200: StatisticsResponse },
})

export const listenToChanges = scopedCall({
  method: 'GET',
  path: '/live',
  operation: { inProject: 'ListenToProject', inSystem: 'Listen' },
  summary: {
    inProject: 'Listen to the changes in a project by server-sent events',
    inSystem: 'Listen to all changes by server-sent events',
  },
  tag: 'history',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: {},
  answers: { 200: 'event-stream' },
})
