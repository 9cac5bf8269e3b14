import * as openid from 'openid-client'

const BASIC = 'client_secret_basic'
const POST = 'client_secret_post'

/** How the client secret is shown to the provider (OpenID Connect Core 1.0, section 9). */
export interface ClientSecretMethod {
  readonly authenticate: openid.ClientAuth
  /** From now on by the other way, if the provider knows both; answers whether it does. */
  readonly takeOther: (server: openid.ServerMetadata) => boolean
}

/**
 * Shows the secret as Basic where the provider knows that, else in the body. A provider that knows both may still hold a client
 * to one of them, and does not say which: so the other way can be taken when one was refused.
 */
export function clientSecretMethod(secret: string): ClientSecretMethod {
  let preferred = BASIC
  const methodsOf = ({ token_endpoint_auth_methods_supported: known = [BASIC] }: openid.ServerMetadata) =>
    [BASIC, POST].filter((method) => known.includes(method))
  return {
    authenticate(server, ...rest) {
      const methods = methodsOf(server)
      const method = methods.includes(preferred) ? preferred : (methods[0] ?? BASIC)
      const show = method === POST ? openid.ClientSecretPost : openid.ClientSecretBasic
      show(secret)(server, ...rest)
    },
    takeOther(server) {
      preferred = preferred === BASIC ? POST : BASIC
      return methodsOf(server).length > 1
    },
  }
}
