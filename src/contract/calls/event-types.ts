import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import {
  EventTypeParams,
  EventTypeResponse,
  PayloadExampleResponse,
  SubscribersResponse,
} from '../webhooks/event-catalogue.ts'

const PATH = '/api/v2.0/event-types'

export const listEventTypes = apiCall({
  method: 'GET',
  path: PATH,
  operation: 'ListEventTypes',
  summary: 'List the event types with their names and meanings',
  tag: 'payload',
  needs: 'log-in',
  isOurs: true,
  schema: {},
  answers: { 200: Type.Array(EventTypeResponse) },
})

export const listPayloadExamples = apiCall({
  method: 'GET',
  path: `${PATH}/:event_type/examples`,
  operation: 'ListPayloadExamples',
  summary: 'List what each payload format writes for a sample event of a type',
  tag: 'payload',
  needs: 'log-in',
  isOurs: true,
  schema: { params: EventTypeParams },
  answers: { 200: Type.Array(PayloadExampleResponse) },
})

export const listSubscribers = apiCall({
  method: 'GET',
  path: `${PATH}/:event_type/policies`,
  operation: 'ListSubscribersOfEventType',
  summary: 'List the policies that subscribe to an event type, as far as the caller may read them',
  tag: 'payload',
  needs: 'log-in',
  isOurs: true,
  schema: { params: EventTypeParams },
  answers: { 200: SubscribersResponse },
})
