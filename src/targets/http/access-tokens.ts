import type { Failure } from '../../domain/delivery/attempt.ts'
import { failureOf } from './failure.ts'
import { jsonObjectIn } from './json-object.ts'
import { type Peer, repeatedExchange } from './repeated-exchange.ts'
import { throughProxy } from './request-headers.ts'
import type { TokenSettings } from './sending.ts'

export type TokenResult = { readonly token: string } | { readonly failure: Failure }

/** How long a token is used whose answer does not say how long it is good (RFC 6749, section 5.1, leaves it open). */
const UNKNOWN_LIFE_MS = 300_000
/** A token is replaced so long before it ends, so that none ends under way. */
const MARGIN_MS = 30_000

const OF_FORMS = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }

/** The access token of a target, fetched by a grant and kept until shortly before it ends. */
export class AccessTokens {
  readonly peer: Peer
  readonly #settings: TokenSettings
  #known: { readonly token: string; readonly untilMs: number } | null = null
  #fetching: Promise<TokenResult> | null = null

  /** @param peer the place of the token */
  constructor(settings: TokenSettings, peer: Peer) {
    this.#settings = settings
    this.peer = peer
  }

  /** A token that is good as far as is known; attempts at the same time share one fetch. Never rejects. */
  async get(nowMs: number): Promise<TokenResult> {
    if (this.#known !== null && nowMs < this.#known.untilMs) return this.#known
    this.#fetching ??= this.#fetch(nowMs).finally(() => (this.#fetching = null))
    return this.#fetching
  }

  /** Forgets a token that the receiver did not take. */
  forget(token: string): void {
    if (this.#known?.token === token) this.#known = null
  }

  async #fetch(nowMs: number): Promise<TokenResult> {
    const { connection, path } = this.#settings
    const { headers, body } = this.#settings.write(nowMs)
    const request = {
      ...throughProxy(connection, { path, headers: { ...OF_FORMS, ...headers } }),
      method: 'POST' as const,
      body: body.toString(),
      timeoutMs: connection.timeoutMs,
    }
    // A token more than was needed does no harm.
    const result = await repeatedExchange(this.peer, request, { isSafe: true })
    const failure = failureOf(result, connection, nowMs)
    const answer = readAnswer(result.response?.body ?? '')
    if (failure !== null) return noToken(this.#settings, `${failure.text}${answer.error}`, failure)
    if (answer.token === null) return noToken(this.#settings, 'the answer holds no access_token')
    const lifeMs = answer.expiresInMs ?? UNKNOWN_LIFE_MS
    this.#known = { token: answer.token, untilMs: nowMs + lifeMs - Math.min(MARGIN_MS, lifeMs / 10) }
    return this.#known
  }
}

function noToken({ url }: TokenSettings, why: string, failure?: Failure): TokenResult {
  const { permanent = false, retryAfterMs = null } = failure ?? {}
  const code = failure?.code === 'exhausted' ? failure.code : 'login'
  return { failure: { code, text: `no access token from ${url}: ${why}`, permanent, retryAfterMs } }
}

interface TokenAnswer {
  readonly token: string | null
  readonly expiresInMs: number | null
  /** ` (invalid_client)`, or empty. */
  readonly error: string
}

function readAnswer(body: string): TokenAnswer {
  const answer = jsonObjectIn(body) ?? {}
  const { access_token: token, expires_in: expiresIn, error } = answer
  const seconds = Number(expiresIn)
  return {
    token: typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : null,
    expiresInMs: expiresIn !== undefined && seconds > 0 ? seconds * 1000 : null,
    // An error code of the OAuth registry; its description could repeat what was sent.
    error: typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? ` (${error})` : '',
  }
}
