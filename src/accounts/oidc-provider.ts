import * as openid from 'openid-client'
import { BellbuoyError } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import { type OidcIdentity, type OidcSettings, identityOf } from '../domain/people/oidc.ts'
import { openAgent } from '../net/open-agent.ts'
import { type ClientSecretMethod, clientSecretMethod } from './oidc-client-secret.ts'
import { discover } from './oidc-discovery.ts'
import { causesOf, isUnknownClient, loginFault } from './oidc-faults.ts'

/** A log-in under way: the provider's answer has to match it. Only the browser that began it knows it. */
export interface LoginAttempt {
  readonly state: string
  readonly nonce: string
  /** PKCE (RFC 7636): proves that the same client begins and completes the log-in. */
  readonly verifier: string
}

/**
 * An OpenID provider that people log in by. Disposing it closes its connections.
 *
 * Each of its calls throws a BellbuoyError when the provider does not answer (`UNAVAILABLE`), refuses the log-in or gives an
 * invalid answer (`FORBIDDEN`), or has seen this log-in before (`BAD_REQUEST`).
 */
export interface OidcProvider extends AsyncDisposable {
  /** Begins a log-in: the URL to send the browser to, and the attempt to keep for its return. */
  readonly begin: () => Promise<{ readonly url: string; readonly attempt: LoginAttempt }>
  /**
   * Completes a log-in, if the answer belongs to this attempt and is valid.
   *
   * @param search of the address that the provider sent the browser back to
   */
  readonly finish: (search: string, attempt: LoginAttempt) => Promise<OidcIdentity>
  /** The URL that ends a browser's session with the provider, or null when the provider has none. */
  readonly logOutUrl: () => Promise<string | null>
}

export interface ProviderParts {
  /** The address under which browsers reach Bellbuoy; the provider has to know the redirect URLs below it. */
  readonly externalUrl: string
  readonly now: () => number
  readonly log: Pick<Log, 'oidcFailed'>
}

/** The provider's configuration is read anew after this time: addresses and keys may change. */
const DISCOVERED_MS = 3_600_000
const CONNECT_TIMEOUT_MS = 10_000

/**
 * The provider of the settings. It is asked nothing before the first log-in, so it may be down while Bellbuoy starts.
 */
export function createOidcProvider(
  settings: OidcSettings,
  { externalUrl, now, log }: ProviderParts,
): OidcProvider {
  const { verifyCertificate } = settings
  const agent = openAgent({
    guard: null,
    timeoutMs: CONNECT_TIMEOUT_MS,
    skipCertVerify: !verifyCertificate,
    allowHttp2: true,
  })
  const secret = clientSecretMethod(settings.clientSecret)
  const configuration = cached(() => discover(settings, secret.authenticate, agent), now)
  const orLoginFault = <Value>(asked: Promise<Value>): Promise<Value> =>
    asked.catch((error: unknown) => {
      log.oidcFailed({ provider: settings.name, reason: causesOf(error) })
      throw loginFault(error, settings)
    })
  const calls = providerCalls(settings, { externalUrl, configuration, secret })
  return {
    begin: () => orLoginFault(calls.begin()),
    finish: (search, attempt) => orLoginFault(calls.finish(search, attempt)),
    logOutUrl: () => orLoginFault(calls.logOutUrl()),
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

interface CallParts {
  readonly externalUrl: string
  readonly configuration: () => Promise<openid.Configuration>
  readonly secret: ClientSecretMethod
}

function providerCalls(
  settings: OidcSettings,
  { externalUrl, configuration, secret }: CallParts,
): Omit<OidcProvider, keyof AsyncDisposable> {
  const redirectUrl = `${externalUrl}/c/oidc/callback`
  return {
    async begin() {
      const attempt = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
      }
      const url = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUrl,
        scope: settings.scopes.join(' '),
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, attempt }
    },
    async finish(search, { state, nonce, verifier }) {
      const known = await configuration()
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier }
      const answer = new URL(`${redirectUrl}${search}`)
      const grant = () => openid.authorizationCodeGrant(known, answer, { ...checks })
      const tokens = await grant().catch((error: unknown) => {
        // A client that was refused has not used its code up.
        if (isUnknownClient(error) && secret.switchMethod(known.serverMetadata())) return grant()
        throw error
      })
      return identityOf(await claimsOf(known, tokens, settings), settings)
    },
    async logOutUrl() {
      const known = await configuration()
      if (known.serverMetadata().end_session_endpoint === undefined) return null
      return openid.buildEndSessionUrl(known, { post_logout_redirect_uri: `${externalUrl}/` }).href
    },
  }
}

/** Keeps an answer for a while, and no failure. */
function cached<Value>(ask: () => Promise<Value>, now: () => number): () => Promise<Value> {
  let known: { readonly value: Promise<Value>; readonly untilMs: number } | null = null
  return () => {
    if (known !== null && known.untilMs > now()) return known.value
    const asked = { value: ask(), untilMs: now() + DISCOVERED_MS }
    known = asked
    asked.value.catch(() => {
      if (known === asked) known = null
    })
    return asked.value
  }
}

/** The claims of the ID token, and of the user info where the token lacks one. The token wins, since it is signed. */
async function claimsOf(
  known: openid.Configuration,
  tokens: Awaited<ReturnType<typeof openid.authorizationCodeGrant>>,
  { name, userClaim, groupsClaim }: OidcSettings,
): Promise<Readonly<Record<string, unknown>>> {
  const claims = tokens.claims()
  if (claims === undefined) throw new openid.ClientError('the answer has no ID token')
  const isComplete = [userClaim, groupsClaim, 'email', 'name'].every((claim) => claim in claims)
  if (isComplete || known.serverMetadata().userinfo_endpoint === undefined) return claims
  const info = await openid.fetchUserInfo(known, tokens.access_token, claims.sub).catch((cause: unknown) => {
    throw new BellbuoyError('UNAVAILABLE', `${name} does not give your user info: the log has the reason`, {
      cause,
    })
  })
  return { ...info, ...claims }
}
