import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { SourceParams } from '../params.ts'
import { CloudEventBatchBody, CloudEventBody } from '../sources/event-data.ts'
import { MAX_NOTIFICATION_BYTES, NotificationResponse } from '../sources/notification.ts'
import {
  KeptOutResponse,
  SourceChangeRequest,
  SourceCreatedResponse,
  SourceKindResponse,
  SourceRequest,
  SourceResponse,
  SourceTokenResponse,
} from '../sources/source.ts'

const SOURCES = '/api/v2.0/sources'
const SOURCE = `${SOURCES}/:source_id`
const SourceIdParams = Type.Object({ source_id: Type.Integer() })

export const notify = apiCall({
  method: 'POST',
  path: '/service/notifications',
  operation: 'Notify',
  summary: 'Report events as the source named default',
  tag: 'source',
  needs: 'source-token',
  schema: {},
  maxBodyBytes: MAX_NOTIFICATION_BYTES,
  answers: { 200: NotificationResponse },
})

export const notifyAsSource = apiCall({
  method: 'POST',
  path: '/service/notifications/:source',
  operation: 'NotifyAsSource',
  summary: 'Report events as a source',
  tag: 'source',
  needs: 'source-token',
  schema: { params: SourceParams },
  maxBodyBytes: MAX_NOTIFICATION_BYTES,
  answers: { 200: NotificationResponse },
})

export const createEvents = apiCall({
  method: 'POST',
  path: '/api/v2.0/events',
  operation: 'CreateEvents',
  summary:
    'Report events as CloudEvents: one, a batch, or in binary mode; with the token of a generic source as Bearer, or as a caller with the permission',
  tag: 'source',
  needs: 'log-in or token',
  schema: {},
  bodies: {
    'application/cloudevents+json': CloudEventBody,
    'application/cloudevents-batch+json': CloudEventBatchBody,
  },
  // Room for a batch of ten thousand rich events.
  maxBodyBytes: 16 * 1024 * 1024,
  answers: { 200: NotificationResponse },
})

export const listSources = apiCall({
  method: 'GET',
  path: SOURCES,
  operation: 'ListSources',
  summary: 'List the sources by name; secrets among their settings are empty',
  tag: 'source',
  needs: 'source:list',
  isOurs: true,
  schema: {},
  answers: { 200: Type.Array(SourceResponse) },
})

export const createSource = apiCall({
  method: 'POST',
  path: SOURCES,
  operation: 'CreateSource',
  summary: 'Create a source; its token is shown only this once',
  tag: 'source',
  needs: 'source:create',
  isOurs: true,
  schema: { body: SourceRequest },
  answers: { 201: SourceCreatedResponse },
})

export const listSourceKinds = apiCall({
  method: 'GET',
  path: '/api/v2.0/source-kinds',
  operation: 'ListSourceKinds',
  summary: 'List the kinds of sources, each with the text to paste into its configuration',
  tag: 'source',
  needs: 'source:list',
  isOurs: true,
  schema: {},
  answers: { 200: Type.Array(SourceKindResponse) },
})

export const getSource = apiCall({
  method: 'GET',
  path: SOURCE,
  operation: 'GetSource',
  summary: 'Get a source',
  tag: 'source',
  needs: 'source:read',
  isOurs: true,
  revised: { kind: 'source', param: 'source_id' },
  schema: { params: SourceIdParams },
  answers: { 200: SourceResponse },
})

export const listKeptOut = apiCall({
  method: 'GET',
  path: `${SOURCE}/kept-out`,
  operation: 'ListKeptOut',
  summary:
    'List what a source sent that became no event, by reason, the newest first; 50 reasons at the most',
  tag: 'source',
  needs: 'source:read',
  isOurs: true,
  schema: { params: SourceIdParams },
  answers: { 200: Type.Array(KeptOutResponse) },
})

export const updateSource = apiCall({
  method: 'PUT',
  path: SOURCE,
  operation: 'UpdateSource',
  summary: 'Change the name or the settings of a source; its kind stays',
  tag: 'source',
  needs: 'source:update',
  isOurs: true,
  revised: { kind: 'source', param: 'source_id' },
  schema: { params: SourceIdParams, body: SourceChangeRequest },
  answers: { 200: null },
})

export const renewSourceToken = apiCall({
  method: 'POST',
  path: `${SOURCE}/token`,
  operation: 'RenewSourceToken',
  summary: 'Give a source a new token, shown only this once; the old one is void at once',
  tag: 'source',
  needs: 'source:update',
  isOurs: true,
  schema: { params: SourceIdParams },
  answers: { 200: SourceTokenResponse },
})

export const deleteSource = apiCall({
  method: 'DELETE',
  path: SOURCE,
  operation: 'DeleteSource',
  summary: 'Delete a source; its events stay',
  tag: 'source',
  needs: 'source:delete',
  isOurs: true,
  revised: { kind: 'source', param: 'source_id' },
  schema: { params: SourceIdParams },
  answers: { 200: null },
})
