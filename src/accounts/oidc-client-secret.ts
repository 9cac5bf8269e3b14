import * as openid from 'openid-client'

const BASIC = 'client_secret_basic'
const POST = 'client_secret_post'

/** How the client authenticates to the provider (OpenID Connect Core 1.0, section 9). */
export interface ClientSecretMethod {
  readonly authenticate: openid.ClientAuth
  /** Uses the other method from now on; answers whether the provider supports both. */
  readonly switchMethod: (server: openid.ServerMetadata) => boolean
}

/**
 * Sends the secret as Basic where the provider supports that, else in the body. A provider that supports both may still accept
 * only one of them from a client, and does not say which: after a refusal, the other method can be tried.
 */
export function clientSecretMethod(secret: string): ClientSecretMethod {
  let preferred = BASIC
  const methodsOf = ({ token_endpoint_auth_methods_supported: known = [BASIC] }: openid.ServerMetadata) =>
    [BASIC, POST].filter((method) => known.includes(method))
  return {
    authenticate(server, ...rest) {
      const methods = methodsOf(server)
      const method = methods.includes(preferred) ? preferred : (methods[0] ?? BASIC)
      const clientAuth = method === POST ? openid.ClientSecretPost : openid.ClientSecretBasic
      clientAuth(secret)(server, ...rest)
    },
    switchMethod(server) {
      preferred = preferred === BASIC ? POST : BASIC
      return methodsOf(server).length > 1
    },
  }
}
