import {
  hashAccessTokenSecret,
  newAccessTokenSecret,
} from '../../../accounts/access-tokens/access-token-secret.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { AccessTokenResponse } from '../../../contract/people/access-token.ts'
import { type AccessToken, isExpired } from '../../../domain/people/access-token.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { accessTokenDraft } from './access-token-draft.ts'
import { assertNotByToken, userWithoutToken } from './assert-not-by-token.ts'
import { shownPermissions } from './robot-grants.ts'
import { findUser } from './users.ts'

export interface AccessTokenParts {
  readonly store: Pick<Store, 'accessTokens' | 'projects' | 'users'>
  readonly clock: { readonly now: () => number }
}

/** Access tokens: everyone's own, and those of others for who may read or delete users. */
export function accessTokenRoutes(parts: AccessTokenParts): readonly Route[] {
  return [ownRoutes(parts), routesOfOthers(parts)].flat()
}

function ownRoutes({ store: { accessTokens, projects }, clock }: AccessTokenParts): readonly Route[] {
  return [
    answer(CALLS.listAccessTokens, async ({ caller, query, url }) => {
      const { user } = userWithoutToken(caller)
      const { items, total } = await accessTokens.list(user.id, pageOf(query))
      const body = items.map((token) => accessTokenResponse(token, clock.now()))
      return { status: 200, headers: pagingHeaders(url, query, total), body }
    }),
    answer(CALLS.createAccessToken, async ({ caller, body, concerns }) => {
      const { user } = userWithoutToken(caller)
      concerns(auditedName(user, body))
      const secret = newAccessTokenSecret()
      const draft = await accessTokenDraft(body, { caller, projects, nowMs: clock.now() })
      const token = await accessTokens.create({
        ...draft,
        userId: user.id,
        secretHash: hashAccessTokenSecret(secret),
      })
      return {
        status: 201,
        headers: { location: `${CALLS.createAccessToken.path}/${token.id}` },
        body: { ...accessTokenResponse(token, clock.now()), secret },
      }
    }),
    answer(CALLS.revokeAccessToken, async ({ caller, params: { token_id: id }, concerns }) => {
      // A token may end itself: a program that logs out, and who finds a token and means well.
      if (caller.kind === 'robot' || caller.token?.id !== id) assertNotByToken(caller)
      if (caller.kind === 'robot') throw new BellbuoyError('NOT_FOUND', `access token ${id} not found`)
      const { user } = caller
      concerns(auditedName(user, await accessTokens.remove(user.id, id)), id)
      return { status: 200 }
    }),
  ].flat()
}

function routesOfOthers({ store: { accessTokens, users }, clock }: AccessTokenParts): readonly Route[] {
  return [
    answer(CALLS.listAccessTokensOfUser, async ({ caller, params, query, url }) => {
      assertNotByToken(caller)
      const { id } = await findUser(users, params.user_id)
      const { items, total } = await accessTokens.list(id, pageOf(query))
      const body = items.map((token) => accessTokenResponse(token, clock.now()))
      return { status: 200, headers: pagingHeaders(url, query, total), body }
    }),
    answer(CALLS.revokeAccessTokenOfUser, async ({ caller, params: { user_id, token_id: id }, concerns }) => {
      assertNotByToken(caller)
      const user = await findUser(users, user_id)
      concerns(auditedName(user, await accessTokens.remove(user.id, id)), id)
      return { status: 200 }
    }),
  ].flat()
}

/** No user has a slash in their name. */
export function auditedName(user: { readonly name: string }, token: { readonly name: string }): string {
  return `${user.name}/${token.name}`
}

export function accessTokenResponse(token: AccessToken, nowMs: number): AccessTokenResponse {
  const { id, name, limits, createdAtMs, expiresAtMs, lastUsedAtMs } = token
  return {
    id,
    name,
    ...(limits !== null && { permissions: shownPermissions(limits) }),
    created_at: timeInMs(createdAtMs),
    ...(expiresAtMs !== null && { expires_at: timeInMs(expiresAtMs) }),
    expired: isExpired(token, nowMs),
    ...(lastUsedAtMs !== null && { last_used_at: timeInMs(lastUsedAtMs) }),
  }
}
