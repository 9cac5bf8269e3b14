import { randomBytes } from 'node:crypto'
import type { ApiClient } from './api-client.ts'

export const OWN_TOKENS = '/api/v2.0/users/current/tokens'

interface Made {
  readonly id: number
  readonly secret: string
  /** The header of a call with the token. */
  readonly bearer: { readonly authorization: string }
}

/** Creates an access token for the user of a client. @throws Error when it is refused */
export async function makeAccessToken(api: ApiClient, request: object = {}): Promise<Made> {
  const { status, body } = await api.post(OWN_TOKENS, {
    name: `token ${randomBytes(4).toString('hex')}`,
    ...request,
  })
  if (status !== 201) throw new Error(`no access token: ${status} ${JSON.stringify(body)}`)
  return { id: body.id, secret: body.secret, bearer: bearer(body.secret) }
}

export function bearer(secret: string): { readonly authorization: string } {
  return { authorization: `Bearer ${secret}` }
}

/** Limits in a project: all that its user may there, or reading alone. */
export function limitsIn(namespace: string, actions: readonly string[] = ['*']) {
  return { kind: 'project', namespace, access: actions.map((action) => ({ resource: '*', action })) }
}

export const READING = ['read', 'list']
