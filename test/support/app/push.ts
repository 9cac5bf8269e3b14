import type { ApiAnswer } from './api-client.ts'
import { type ManifestEventOptions, envelope, pushEvent, randomDigest } from '../events/envelopes.ts'

/** A server that takes envelopes, in this process or in one of its own. */
export interface TakesEnvelopes {
  readonly postEnvelope: (envelope: unknown) => Promise<ApiAnswer>
}

/** Tells the server of one push to `team/app` and returns the digest; rejects unless it was accepted. */
export async function push(
  server: TakesEnvelopes,
  options: Partial<ManifestEventOptions> = {},
): Promise<string> {
  const digest = options.digest ?? randomDigest()
  const event = pushEvent({ repository: 'team/app', tag: 'latest', ...options, digest })
  const { status, body } = await server.postEnvelope(envelope([event]))
  if (status !== 200) throw new Error(`the push was answered ${status}: ${JSON.stringify(body)}`)
  return digest
}

/** The digest that a webhook tells of, in the payload format `Default`. */
export function digestOf({ body }: { readonly body: string }): string {
  const payload = JSON.parse(body) as { event_data: { resources: { digest: string }[] } }
  return payload.event_data.resources[0]!.digest
}
