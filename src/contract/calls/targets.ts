import Type from 'typebox'
import type { SigningScheme } from '../../domain/target/signing-key.ts'
import { apiCall } from '../api-call.ts'
import { scopedCall } from '../scoped-call.ts'
import {
  PayloadSchemaParams,
  PayloadSchemaQuery,
  PayloadSchemaResponse,
  ReadyMadeTemplateResponse,
} from '../webhooks/payload-catalogue.ts'
import { TargetKindResponse } from '../webhooks/target-kind.ts'
import {
  PayloadPreviewRequest,
  PayloadPreviewResponse,
  TargetTestRequest,
  TargetTestResponse,
  UnsavedTargetTestRequest,
} from '../webhooks/target-test.ts'
import { PausedResponse, SigningSecretResponse } from '../webhooks/target.ts'

const SCHEMES = ['v1', 'v1a'] satisfies SigningScheme[]
const TargetParams = Type.Object({ target_id: Type.Integer() })

export const listTargetKinds = apiCall({
  method: 'GET',
  path: '/api/v2.0/target-kinds',
  operation: 'ListTargetKinds',
  summary: 'List the kinds of targets and their options',
  tag: 'target',
  needs: 'log-in',
  isOurs: true,
  schema: {},
  answers: { 200: Type.Array(TargetKindResponse) },
})

export const testUnsavedTarget = scopedCall({
  method: 'POST',
  path: '/targets/test',
  operation: { inProject: 'TestUnsavedTargetOfProject', inSystem: 'TestUnsavedTarget' },
  summary: {
    inProject: 'Send a sample to a target of a project before it is saved',
    inSystem: 'Send a sample to a target of a global policy before it is saved',
  },
  tag: 'target',
  needs: 'notification-policy:create',
  isOnlyQuestion: true,
  isOurs: true,
  schema: { body: UnsavedTargetTestRequest },
  answers: { 200: TargetTestResponse },
})

export const testTarget = scopedCall({
  method: 'POST',
  path: '/targets/:target_id/test',
  operation: { inProject: 'TestTargetOfProject', inSystem: 'TestTarget' },
  summary: {
    inProject: 'Send a sample to a target of a project',
    inSystem: 'Send a sample to a target of a global policy',
  },
  tag: 'target',
  needs: 'notification-policy:update',
  isOnlyQuestion: true,
  isOurs: true,
  schema: { params: TargetParams, body: TargetTestRequest },
  answers: { 200: TargetTestResponse },
})

export const pauseTarget = scopedCall({
  method: 'POST',
  path: '/targets/:target_id/pause',
  operation: { inProject: 'PauseTargetOfProject', inSystem: 'PauseTarget' },
  summary: {
    inProject: 'Pause a target: its deliveries wait',
    inSystem: 'Pause a target of a global policy: its deliveries wait',
  },
  tag: 'target',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { params: TargetParams },
  answers: { 200: PausedResponse },
})

export const resumeTarget = scopedCall({
  method: 'POST',
  path: '/targets/:target_id/resume',
  operation: { inProject: 'ResumeTargetOfProject', inSystem: 'ResumeTarget' },
  summary: {
    inProject: 'Resume a target that is paused or unreachable, and send its waiting deliveries',
    inSystem:
      'Resume a target of a global policy that is paused or unreachable, and send its waiting deliveries',
  },
  tag: 'target',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: { params: TargetParams },
  answers: { 200: PausedResponse },
})

export const rotateSigningSecret = scopedCall({
  method: 'POST',
  path: '/targets/:target_id/rotate-secret',
  operation: { inProject: 'RotateSecretOfTargetOfProject', inSystem: 'RotateSecretOfTarget' },
  summary: {
    inProject: 'Give a target a new signing secret, shown only this once',
    inSystem: 'Give a target of a global policy a new signing secret, shown only this once',
  },
  tag: 'target',
  needs: 'notification-policy:update',
  isOurs: true,
  schema: {
    params: TargetParams,
    querystring: Type.Object({
      scheme: Type.Optional(
        Type.Enum(SCHEMES, {
          description: 'v1 is HMAC-SHA256, v1a is ed25519; as before unless given, v1 for a first secret',
        }),
      ),
    }),
  },
  answers: { 200: SigningSecretResponse },
})

export const previewPayload = scopedCall({
  method: 'POST',
  path: '/payload-preview',
  operation: { inProject: 'PreviewPayloadOfProject', inSystem: 'PreviewPayload' },
  summary: {
    inProject: 'Preview the payload of a sample event for a target of a project',
    inSystem: 'Preview the payload of a sample event for a target of a global policy',
  },
  tag: 'target',
  needs: 'notification-policy:read',
  isOnlyQuestion: true,
  isOurs: true,
  schema: { body: PayloadPreviewRequest },
  answers: { 200: PayloadPreviewResponse },
})

export const getPayloadSchema = apiCall({
  method: 'GET',
  path: '/api/v2.0/payload-schemas/:event_type',
  operation: 'GetPayloadSchema',
  summary: 'Get the JSON Schema of the payloads of an event type',
  tag: 'payload',
  needs: 'nothing',
  isOurs: true,
  schema: { params: PayloadSchemaParams, querystring: PayloadSchemaQuery },
  answers: { 200: PayloadSchemaResponse },
})

export const listPayloadTemplates = apiCall({
  method: 'GET',
  path: '/api/v2.0/payload-templates',
  operation: 'ListPayloadTemplates',
  summary: 'List ready-made templates for well-known receivers',
  tag: 'payload',
  needs: 'nothing',
  isOurs: true,
  schema: {},
  answers: { 200: Type.Array(ReadyMadeTemplateResponse) },
})
