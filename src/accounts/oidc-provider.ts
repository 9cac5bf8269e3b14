import * as openid from 'openid-client'
import { BellbuoyError } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import { type OidcIdentity, type OidcSettings, identityOf } from '../domain/people/oidc.ts'
import { openAgent } from '../net/open-agent.ts'
import { type ClientSecretMethod, clientSecretMethod } from './oidc-client-secret.ts'
import { discover } from './oidc-discovery.ts'
import { causesOf, isUnknownClient, loginFault } from './oidc-faults.ts'

/** A log-in under way: what the answer of the provider is held against. A secret of the browser that began it. */
export interface LoginAttempt {
  readonly state: string
  readonly nonce: string
  /** PKCE (RFC 7636): shows that who ends the log-in is who began it. */
  readonly verifier: string
}

/**
 * An OpenID provider that people log in by. Disposing it closes its connections.
 *
 * Each of its calls throws a BellbuoyError when the provider does not answer (`UNAVAILABLE`), lets nobody in or says what
 * does not hold (`FORBIDDEN`), or has seen this log-in before (`BAD_REQUEST`).
 */
export interface OidcProvider extends AsyncDisposable {
  /** Begins a log-in: where the browser has to go, and what to keep for its return. */
  readonly begin: () => Promise<{ readonly url: string; readonly attempt: LoginAttempt }>
  /**
   * Ends a log-in, if the answer is one to this attempt and everything in it holds.
   *
   * @param search of the address that the provider sent the browser back to
   */
  readonly finish: (search: string, attempt: LoginAttempt) => Promise<OidcIdentity>
  /** Where a browser ends its session with the provider, or null when the provider has no such place. */
  readonly logOutUrl: () => Promise<string | null>
}

export interface ProviderParts {
  /** How browsers reach us; the provider must know the addresses below it that it sends them back to. */
  readonly externalUrl: string
  readonly now: () => number
  readonly log: Pick<Log, 'oidcFailed'>
}

/** What the provider tells of itself is asked for anew after this: it may move, and change its keys. */
const DISCOVERED_MS = 3_600_000
const CONNECT_TIMEOUT_MS = 10_000

/**
 * The provider of the settings. It is asked nothing before someone logs in, so that it may be down while we start.
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
  const configuration = remembered(() => discover(settings, secret.authenticate, agent), now)
  const inWords = <Value>(asked: Promise<Value>): Promise<Value> =>
    asked.catch((error: unknown) => {
      log.oidcFailed({ provider: settings.name, reason: causesOf(error) })
      throw loginFault(error, settings)
    })
  const calls = providerCalls(settings, { externalUrl, configuration, secret })
  return {
    begin: () => inWords(calls.begin()),
    finish: (search, attempt) => inWords(calls.finish(search, attempt)),
    logOutUrl: () => inWords(calls.logOutUrl()),
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
        // A client that was not recognised has not used its code up.
        if (isUnknownClient(error) && secret.takeOther(known.serverMetadata())) return grant()
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

/** The same answer for a while; a failure is not kept. */
function remembered<Value>(ask: () => Promise<Value>, now: () => number): () => Promise<Value> {
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

/** What the ID token says, and the user info where a claim is wanted that the token does not have. The token is signed, so it wins. */
async function claimsOf(
  known: openid.Configuration,
  tokens: Awaited<ReturnType<typeof openid.authorizationCodeGrant>>,
  { name, userClaim, groupsClaim }: OidcSettings,
): Promise<Readonly<Record<string, unknown>>> {
  const claims = tokens.claims()
  if (claims === undefined) throw new openid.ClientError('there is no ID token in the answer')
  const isComplete = [userClaim, groupsClaim, 'email', 'name'].every((claim) => claim in claims)
  if (isComplete || known.serverMetadata().userinfo_endpoint === undefined) return claims
  const info = await openid.fetchUserInfo(known, tokens.access_token, claims.sub).catch((cause: unknown) => {
    throw new BellbuoyError('UNAVAILABLE', `${name} tells nothing of you: the log says why`, { cause })
  })
  return { ...info, ...claims }
}
