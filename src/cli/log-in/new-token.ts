import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'

/** An access token that was just made. */
export interface NewToken {
  readonly id: number
  readonly user: string
  readonly secret: string
  /** Absent: never. */
  readonly expires_at?: string
}

/** Makes a token for the user whose password the client sends. */
export async function newToken(
  client: Client,
  { user, name, days }: { readonly user: string; readonly name: string; readonly days: number },
): Promise<NewToken> {
  const made = await client.ask(CALLS.createAccessToken, { body: { name, duration: days } })
  return { ...made, user }
}
