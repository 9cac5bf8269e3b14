import * as CALLS from '../../contract/calls.ts'
import type { Context } from '../remote/contexts.ts'
import { openClient } from '../remote/open-client.ts'

/** Ends the token of a log-in, by itself. @throws ApiFailure */
export async function revoke(context: Context, signal: AbortSignal): Promise<void> {
  const { url, caFile = null, insecure = false, token, tokenId } = context
  await using opened = await openClient({ url, caFile, insecure, credentials: { token } }, signal)
  await opened.client.call(CALLS.revokeAccessToken, { params: { token_id: tokenId } })
}
