import * as openid from 'openid-client'
import type { Agent } from 'undici'
import type { OidcSettings } from '../domain/people/oidc.ts'
import { agentFetch } from '../net/agent-fetch.ts'

const TIMEOUT_SECONDS = 10

/**
 * Reads the provider's configuration (OpenID Connect Discovery 1.0).
 *
 * @param authenticate authenticates later requests
 * @param agent holds the connections to the provider
 */
export async function discover(
  { endpoint, clientId }: OidcSettings,
  authenticate: openid.ClientAuth,
  agent: Agent,
): Promise<openid.Configuration> {
  // Signatures are checked, although TLS could stand for them: not every provider is reached by it.
  const execute = [openid.enableNonRepudiationChecks, ...(isPlain(endpoint) ? [allowPlainHttp] : [])]
  const options = { execute, timeout: TIMEOUT_SECONDS, [openid.customFetch]: agentFetch(agent) }
  return openid.discovery(new URL(endpoint), clientId, {}, authenticate, options)
}

const isPlain = (endpoint: string): boolean => endpoint.startsWith('http:')

// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; the owner chose http:// in the settings
const allowPlainHttp = openid.allowInsecureRequests
