import { type ApiCall, pathTo } from '../contract/api-call.ts'
import { ApiFailure, failureOf } from './api-failure.ts'
import { bodyOf, namedForeign, redirected } from './foreign-answer.ts'
import { pause } from './pause.ts'
import { type AnyRequest, queryText } from './request.ts'
import { waitBeforeRetry } from './retry.ts'
import { isUntrusted, unanswered, wasTooSlow } from './unanswered.ts'

/** Who calls: by a token, or by name and password (a user's, a robot's, or a token in place of the password). */
export type Credentials = { readonly token: string } | { readonly user: string; readonly password: string }

export interface ClientOptions {
  /** Where Bellbuoy is: `https://buoy.example.com`; a path behind it is kept. Empty in a browser: the page's own server. */
  readonly url: string
  /** Left out: nobody, or in a browser the session. */
  readonly credentials?: Credentials
  /** Makes the requests; the platform's when left out. */
  readonly fetch?: typeof globalThis.fetch
  /** How often a call is tried again that failed for a reason which passes; 3 when left out. */
  readonly retries?: number
  /** For the whole answer to one try; 60,000 when left out. A call that was not answered in time is not tried again. */
  readonly timeoutMs?: number
  /** Ends everything that is under way. */
  readonly signal?: AbortSignal
  /** What the caller's users can do about a failure: it ends the message. Null: nothing more to say. */
  readonly advice?: (failure: ApiFailure) => string | null
}

/** An answer of 2xx, read to its end. */
export interface Exchanged {
  readonly headers: Headers
  /** Parsed where it is JSON. */
  readonly body: unknown
}

const RETRIES = 3
const TIMEOUT_MS = 60_000

/** Makes requests for a client: their headers, their deadline, and another try where that can help. */
export class Exchange {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** @throws ApiFailure */
  async make(call: ApiCall, request: AnyRequest): Promise<Exchanged> {
    const { retries = RETRIES } = this.#options
    for (let tries = 1; ; tries++) {
      try {
        return await this.#try(call, request)
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error
        const signal = this.#signal(request)
        const isOver = signal?.aborted === true || tries > retries || wasTooSlow(error) || isUntrusted(error)
        const waitMs = isOver ? null : waitBeforeRetry(call, error, tries)
        if (waitMs === null) throw this.#advised(error)
        await pause(waitMs, signal)
      }
    }
  }

  /** The answer to a call whose body is read as it comes. @throws ApiFailure when it is no 2xx, or none comes */
  async open(call: ApiCall, request: AnyRequest): Promise<Response> {
    try {
      const answer = await this.#fetch(call, request, this.#signal(request))
      if (!answer.ok) throw this.#refused(call, answer, await answer.text())
      return answer
    } catch (error) {
      throw error instanceof ApiFailure ? this.#advised(error) : error
    }
  }

  async #try(call: ApiCall, request: AnyRequest): Promise<Exchanged> {
    const { timeoutMs = TIMEOUT_MS } = this.#options
    const signal = anyOf(this.#signal(request), AbortSignal.timeout(timeoutMs))
    const answer = await this.#fetch(call, request, signal)
    const text = await answer.text().catch((error: unknown) => {
      throw unanswered(this.#options.url, call, error)
    })
    if (!answer.ok) throw this.#refused(call, answer, text)
    const { status, headers } = answer
    return { headers, body: bodyOf(this.#options.url, call, { status, headers, text }) }
  }

  #refused({ method }: ApiCall, answer: Response, text: string): ApiFailure {
    const { url } = this.#options
    const isRedirect = answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)
    if (isRedirect) return redirected(url, answer)
    const failure = failureOf(answer, text)
    return method === 'HEAD' ? failure : namedForeign(url, failure)
  }

  #advised(failure: ApiFailure): ApiFailure {
    const advice = this.#options.advice?.(failure) ?? null
    return advice === null ? failure : failure.withAdvice(advice)
  }

  async #fetch(call: ApiCall, request: AnyRequest, signal: AbortSignal | undefined): Promise<Response> {
    const { url, fetch = globalThis.fetch } = this.#options
    const address = url.replace(/\/+$/, '') + pathTo(call, request.params) + queryText(request.query)
    try {
      return await fetch(address, {
        method: call.method,
        headers: this.#headers(request),
        body: request.content?.text ?? (request.body === undefined ? null : JSON.stringify(request.body)),
        redirect: 'manual',
        ...(signal !== undefined && { signal }),
      })
    } catch (error) {
      throw unanswered(url, call, error)
    }
  }

  #headers({ body, content, ifMatch }: AnyRequest): Record<string, string> {
    const mediaType = content?.mediaType ?? (body === undefined ? null : 'application/json')
    return {
      accept: 'application/json',
      // A project may be called `123`.
      'x-is-resource-name': 'true',
      ...(mediaType !== null && { 'content-type': mediaType }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...authorization(this.#options.credentials),
    }
  }

  #signal({ signal }: AnyRequest): AbortSignal | undefined {
    return anyOf(this.#options.signal, signal)
  }
}

function authorization(credentials: Credentials | undefined): Record<string, string> {
  if (credentials === undefined) return {}
  if ('token' in credentials) return { authorization: `Bearer ${credentials.token}` }
  const bytes = new TextEncoder().encode(`${credentials.user}:${credentials.password}`)
  return { authorization: `Basic ${bytes.toBase64()}` }
}

function anyOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined)
  return given.length > 1 ? AbortSignal.any(given) : given[0]
}
