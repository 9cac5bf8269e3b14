import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { PageQuery } from '../params.ts'
import {
  AccessTokenCreatedResponse,
  AccessTokenRequest,
  AccessTokenResponse,
} from '../people/access-token.ts'

const OWN_TOKENS = '/api/v2.0/users/current/tokens'
const TOKENS = '/api/v2.0/users/:user_id/tokens'
const TokenParams = Type.Object({ token_id: Type.Integer() })
const UserParams = Type.Object({ user_id: Type.Integer() })

export const listAccessTokens = apiCall({
  method: 'GET',
  path: OWN_TOKENS,
  operation: 'ListAccessTokens',
  summary: 'List the access tokens of the user who calls, by name; an access token may not',
  tag: 'access-token',
  needs: 'log-in',
  isOurs: true,
  schema: { querystring: PageQuery },
  answers: { 200: Type.Array(AccessTokenResponse) },
})

export const createAccessToken = apiCall({
  method: 'POST',
  path: OWN_TOKENS,
  operation: 'CreateAccessToken',
  summary: 'Create an access token for the user who calls; its secret is shown only this once',
  tag: 'access-token',
  needs: 'log-in',
  isOurs: true,
  schema: { body: AccessTokenRequest },
  answers: { 201: AccessTokenCreatedResponse },
})

export const revokeAccessToken = apiCall({
  method: 'DELETE',
  path: `${OWN_TOKENS}/:token_id`,
  operation: 'RevokeAccessToken',
  summary: 'End an access token of the user who calls; an access token may end itself alone',
  tag: 'access-token',
  needs: 'log-in',
  isOurs: true,
  schema: { params: TokenParams },
  answers: { 200: null },
})

export const listAccessTokensOfUser = apiCall({
  method: 'GET',
  path: TOKENS,
  operation: 'ListAccessTokensOfUser',
  summary: 'List the access tokens of any user, by name',
  tag: 'access-token',
  needs: 'user:read',
  isOurs: true,
  schema: { params: UserParams, querystring: PageQuery },
  answers: { 200: Type.Array(AccessTokenResponse) },
})

export const revokeAccessTokenOfUser = apiCall({
  method: 'DELETE',
  path: `${TOKENS}/:token_id`,
  operation: 'RevokeAccessTokenOfUser',
  summary: 'End an access token of any user',
  tag: 'access-token',
  needs: 'user:delete',
  isOurs: true,
  schema: { params: Type.Object({ ...UserParams.properties, ...TokenParams.properties }) },
  answers: { 200: null },
})
