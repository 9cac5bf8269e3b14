import { type ApiCall, pathTo } from '../contract/api-call.ts'
import { ApiFailure, failureOf } from './api-failure.ts'
import { pause } from './pause.ts'
import { type AnyRequest, queryText } from './request.ts'
import { waitBeforeRetry } from './retry.ts'

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
  /** For the whole answer to one try; 60,000 when left out. */
  readonly timeoutMs?: number
  /** Ends everything that is under way. */
  readonly signal?: AbortSignal
}

type CalledBy = Pick<ApiCall, 'method' | 'path' | 'isOnlyQuestion'>

/** An answer of 2xx, read to its end. */
export interface Exchanged {
  readonly headers: Headers
  readonly text: string
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
  async make(call: CalledBy, request: AnyRequest): Promise<Exchanged> {
    const { retries = RETRIES } = this.#options
    for (let tries = 1; ; tries++) {
      try {
        return await this.#try(call, request)
      } catch (error) {
        const signal = this.#signal(request)
        if (!(error instanceof ApiFailure) || signal?.aborted === true || tries > retries) throw error
        const waitMs = waitBeforeRetry(call, error, tries)
        if (waitMs === null) throw error
        await pause(waitMs, signal)
      }
    }
  }

  /** The answer to a call whose body is read as it comes. @throws ApiFailure when it is no 2xx, or none comes */
  async open(call: CalledBy, request: AnyRequest): Promise<Response> {
    const answer = await this.#fetch(call, request, this.#signal(request))
    if (!answer.ok) throw failureOf(answer, await answer.text())
    return answer
  }

  async #try(call: CalledBy, request: AnyRequest): Promise<Exchanged> {
    const { timeoutMs = TIMEOUT_MS } = this.#options
    const signal = anyOf(this.#signal(request), AbortSignal.timeout(timeoutMs))
    const answer = await this.#fetch(call, request, signal)
    const text = await answer.text().catch((error: unknown) => {
      throw this.#unanswered(call, error)
    })
    if (!answer.ok) throw failureOf(answer, text)
    return { headers: answer.headers, text }
  }

  async #fetch(call: CalledBy, request: AnyRequest, signal: AbortSignal | undefined): Promise<Response> {
    const { url, fetch = globalThis.fetch } = this.#options
    const address = url.replace(/\/+$/, '') + pathTo(call, request.params) + queryText(request.query)
    try {
      return await fetch(address, {
        method: call.method,
        headers: this.#headers(request),
        body: request.content?.text ?? (request.body === undefined ? null : JSON.stringify(request.body)),
        // A server that moved would get the credentials at an address that nobody checked.
        redirect: 'error',
        ...(signal !== undefined && { signal }),
      })
    } catch (error) {
      throw this.#unanswered(call, error)
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

  #unanswered(call: CalledBy, cause: unknown): ApiFailure {
    const where = this.#options.url === '' ? 'the server' : `the server at ${this.#options.url}`
    const isUnknown = call.method !== 'GET' && !wasNeverSent(cause)
    const unknown = isUnknown ? '; whether it did what was asked is not known' : ''
    return new ApiFailure(0, `${where} does not answer: ${reasonOf(cause)}${unknown}`, { cause })
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

/** There was no connection that a request could have gone over. */
const UNCONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']

function wasNeverSent(error: unknown): boolean {
  const code = (causeOf(error) as { readonly code?: unknown }).code
  return UNCONNECTED.some((one) => one === code)
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  return error.cause instanceof Error ? error.cause : error
}

/** A name with several addresses has a reason for each, and none of its own. */
function reasonOf(error: unknown): string {
  const cause = causeOf(error)
  const reasons = cause instanceof AggregateError ? cause.errors.map(reasonOf) : [cause.message]
  return reasons.join(', ')
}
