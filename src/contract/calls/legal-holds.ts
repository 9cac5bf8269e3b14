import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { LegalHoldRequest, LegalHoldResponse } from '../history/legal-hold.ts'

const LEGAL_HOLDS = '/api/v2.0/legal-holds'

export const listLegalHolds = apiCall({
  method: 'GET',
  path: LEGAL_HOLDS,
  operation: 'ListLegalHolds',
  summary: 'List the legal holds that last: what they keep from removal, who placed them, when and why',
  tag: 'legal-hold',
  needs: 'configuration:read',
  isOurs: true,
  schema: {},
  answers: { 200: Type.Array(LegalHoldResponse) },
})

export const placeLegalHold = apiCall({
  method: 'POST',
  path: LEGAL_HOLDS,
  operation: 'PlaceLegalHold',
  summary: 'Keep events of a project, of a time, or one event from removal, with all that belongs to them',
  tag: 'legal-hold',
  needs: 'configuration:update',
  isOurs: true,
  schema: { body: LegalHoldRequest },
  answers: { 201: Type.Object({ id: Type.Integer() }) },
})

export const liftLegalHold = apiCall({
  method: 'DELETE',
  path: `${LEGAL_HOLDS}/:legal_hold_id`,
  operation: 'LiftLegalHold',
  summary: 'Lift a legal hold: what is over its limit is removed within an hour',
  tag: 'legal-hold',
  needs: 'configuration:update',
  isOurs: true,
  schema: { params: Type.Object({ legal_hold_id: Type.Integer() }) },
  answers: { 200: null },
})
