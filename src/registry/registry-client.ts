import type { Agent } from 'undici'
import { type AgentSettings, openAgent } from '../net/open-agent.ts'
import { readBearerChallenge } from './bearer-challenge.ts'

export interface RegistryAccess {
  /** Without a slash at its end. */
  readonly url: string
  readonly username: string | null
  readonly password: string | null
}

export interface RegistryAnswer {
  readonly status: number
  readonly contentType: string
  /** `Docker-Content-Digest`; empty when the registry does not send it. */
  readonly digest: string
  readonly body: Buffer
}

type Method = 'GET' | 'HEAD'

interface Request {
  readonly method: Method
  readonly url: URL
  readonly accept: string
  /** The header, or null for none. */
  readonly authorization: string | null
  readonly signal: AbortSignal
}

/** The largest answer that is read; registries take manifests of up to 4 MiB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024
/** Requests at the same time, so that the registry can serve others. */
const MAX_CONNECTIONS = 8
/** A token is not used in this time before it expires, so that it does not expire on its way. */
const TOKEN_MARGIN_MS = 5000
/** How long a token is valid when the token service does not say (`distribution/spec/auth/token`). */
const DEFAULT_TOKEN_MS = 60_000
const MAX_TOKENS = 1000

/** A client of one registry: anonymous, by Basic, or with the tokens that the registry asks for. */
export class RegistryClient implements AsyncDisposable {
  readonly #access: RegistryAccess
  readonly #userAgent: string
  readonly #agent: Agent
  readonly #tokens = new Map<string, { readonly token: string; readonly untilMs: number }>()

  /** @param reach how it is connected to */
  constructor(access: RegistryAccess, userAgent: string, reach: AgentSettings) {
    this.#access = access
    this.#userAgent = userAgent
    this.#agent = openAgent({ ...reach, connections: MAX_CONNECTIONS })
  }

  /**
   * GETs a path of a repository.
   *
   * @throws Error when the registry cannot be reached, its answer is too large, or the signal aborts
   */
  get(repository: string, path: string, accept: string, signal: AbortSignal): Promise<RegistryAnswer> {
    return this.#ask('GET', repository, path, accept, signal)
  }

  /**
   * HEADs a path of a repository.
   *
   * @throws Error when the registry cannot be reached, or the signal aborts
   */
  head(repository: string, path: string, accept: string, signal: AbortSignal): Promise<RegistryAnswer> {
    return this.#ask('HEAD', repository, path, accept, signal)
  }

  async #ask(method: Method, repository: string, path: string, accept: string, signal: AbortSignal) {
    const url = new URL(`${this.#access.url}/v2/${repository}/${path}`)
    const request = { method, url, accept, signal }
    const first = await this.#request({ ...request, authorization: this.#authorization(repository) })
    if (first.status !== 401 || first.challenge === null) return first
    const token = await this.#fetchToken(repository, first.challenge, signal)
    return this.#request({ ...request, authorization: `Bearer ${token}` })
  }

  #authorization(repository: string): string | null {
    const known = this.#tokens.get(repository)
    if (known !== undefined && known.untilMs > Date.now()) return `Bearer ${known.token}`
    return this.#basic()
  }

  #basic(): string | null {
    const { username, password } = this.#access
    if (username === null) return null
    return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
  }

  async #fetchToken(repository: string, header: string, signal: AbortSignal): Promise<string> {
    const challenge = readBearerChallenge(header)
    if (challenge === null) throw new Error('the registry refuses the user name and password')
    const { realm, service, scope } = challenge
    if (service !== null) realm.searchParams.set('service', service)
    realm.searchParams.set('scope', scope ?? `repository:${repository}:pull`)
    // The token service gets the password, over plain HTTP only if the registry itself is addressed by it.
    const mayGetPassword = realm.protocol === 'https:' || this.#access.url.startsWith('http:')
    const answer = await this.#request({
      method: 'GET',
      url: realm,
      accept: 'application/json',
      authorization: mayGetPassword ? this.#basic() : null,
      signal,
    })
    if (answer.status !== 200) throw new Error(`the token service answers ${answer.status}`)
    const { token, access_token, expires_in } = JSON.parse(answer.body.toString()) as Record<string, unknown>
    const given = token ?? access_token
    if (typeof given !== 'string' || !/^[\x21-\x7e]+$/.test(given))
      throw new Error('the token service gives no token')
    const validMs = typeof expires_in === 'number' ? expires_in * 1000 : DEFAULT_TOKEN_MS
    if (this.#tokens.size >= MAX_TOKENS) this.#tokens.clear()
    this.#tokens.set(repository, { token: given, untilMs: Date.now() + validMs - TOKEN_MARGIN_MS })
    return given
  }

  async #request({ method, url, accept, authorization, signal }: Request) {
    const { statusCode, headers, body } = await this.#agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { accept, 'user-agent': this.#userAgent, ...(authorization !== null && { authorization }) },
      signal,
    })
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MAX_BODY_BYTES) throw new Error(`the registry answers more than ${MAX_BODY_BYTES} bytes`)
      chunks.push(chunk)
    }
    const text = (name: string): string => String(headers[name] ?? '')
    const contentType = text('content-type').split(';', 1)[0]?.trim() ?? ''
    const challenge = text('www-authenticate') || null
    const digest = text('docker-content-digest')
    return { status: statusCode, contentType, digest, challenge, body: Buffer.concat(chunks) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy()
  }
}
