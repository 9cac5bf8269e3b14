import { basicAuthorization } from './basic-authorization.ts'
import type { HttpOptions } from './http-options.ts'

/** A way to be given an access token (RFC 6749, section 1.3). */
export interface TokenGrant {
  /** Where tokens are fetched. */
  readonly url: string
  /** Tells grants apart. */
  readonly key: unknown
  /**
   * The request for a token.
   *
   * @param nowMs when it is sent
   */
  readonly write: (nowMs: number) => {
    readonly headers: Readonly<Record<string, string>>
    readonly body: URLSearchParams
  }
}

/** RFC 6749, section 4.4; by section 2.3.1 name and secret are form-encoded before they become user and password. */
export function clientCredentials(oauth2: NonNullable<HttpOptions['oauth2']>): TokenGrant {
  const { token_url, client_id, client_secret = '', scope, audience, auth_style } = oauth2
  const isInBody = auth_style === 'body'
  const authorization = basicAuthorization(encodeURIComponent(client_id), encodeURIComponent(client_secret))
  return {
    url: token_url,
    key: oauth2,
    write: () => ({
      headers: isInBody ? {} : { authorization },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(scope !== undefined && { scope }),
        ...(audience !== undefined && { audience }),
        ...(isInBody && { client_id, client_secret }),
      }),
    }),
  }
}
