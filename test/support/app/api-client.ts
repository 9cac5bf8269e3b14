import type { Readable } from 'node:stream'
import { request, type Dispatcher } from 'undici'

export interface Login {
  readonly user: string
  readonly password: string
}

/** Whatever shape a test expects it to have. */
type Json = ReturnType<typeof JSON.parse>

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Parsed if the answer says that it is JSON, else the text. */
  readonly body: Json
}

export interface OpenAnswer extends Pick<ApiAnswer, 'status' | 'headers'> {
  readonly body: Readable
}

type Headers = Readonly<Record<string, string>>
/** A string is sent as it stands, everything else as JSON; a content type in `headers` wins. */
type Send = (path: string, body?: unknown, headers?: Headers) => Promise<ApiAnswer>

export interface ApiClient {
  readonly get: (path: string, headers?: Headers) => Promise<ApiAnswer>
  readonly post: Send
  readonly put: Send
  readonly delete: Send
  readonly patch: Send
  /** Answers once the headers are there; the body is left to the caller, who destroys it. */
  readonly open: (path: string, headers?: Headers) => Promise<OpenAnswer>
  readonly head: (path: string, headers?: Headers) => Promise<ApiAnswer>
}

/** Throws when an answer is not what the API document says of it. Paths that it does not name are passed over. */
export type AnswerCheck = (method: string, path: string, answer: ApiAnswer) => void

const CHECKS = new Map<string, AnswerCheck>()

/** From now on every answer of a server is held against its API document. */
export function checkAnswers(url: string, check: AnswerCheck): void {
  CHECKS.set(url, check)
}

/** Calls a server's API as `login`, or as nobody. A status is a value; only a broken connection rejects. */
export function apiClient(url: string, login?: Login): ApiClient {
  const authorization: Headers = login ? { authorization: basic(login) } : {}
  const send =
    (method: Dispatcher.HttpMethod): Send =>
    async (path, body, headers) => {
      const answer = await call(new URL(path, url), method, {
        body,
        headers: { ...authorization, ...headers },
      })
      CHECKS.get(url)?.(method, path, answer)
      return answer
    }
  return {
    get: async (path, headers) => send('GET')(path, undefined, headers),
    post: send('POST'),
    put: send('PUT'),
    delete: send('DELETE'),
    patch: send('PATCH'),
    open: async (path, headers) => {
      const answer = await request(new URL(path, url), { headers: { ...authorization, ...headers } })
      return { status: answer.statusCode, headers: answer.headers, body: answer.body }
    },
    head: async (path, headers) => send('HEAD')(path, undefined, headers),
  }
}

export interface PostEnvelopeOptions {
  /** The source's name in the path; without it, the source `default`. */
  readonly source?: string
  /** Distribution 3 sends v2, Distribution 2 sends v1. */
  readonly contentType?: string
  /** What a proxy before Bellbuoy adds. */
  readonly headers?: Headers
}

/** Posts a notification envelope as a registry does that knows `token`. */
export async function postEnvelope(
  url: string,
  token: string,
  envelope: unknown,
  {
    source,
    contentType = 'application/vnd.docker.distribution.events.v2+json',
    headers,
  }: PostEnvelopeOptions = {},
): Promise<ApiAnswer> {
  const path = source === undefined ? '/service/notifications' : `/service/notifications/${source}`
  return apiClient(url).post(path, envelope, {
    authorization: `Bearer ${token}`,
    'content-type': contentType,
    'user-agent': 'Go-http-client/1.1',
    ...headers,
  })
}

async function call(
  url: URL,
  method: Dispatcher.HttpMethod,
  { body, headers }: { body: unknown; headers: Headers },
): Promise<ApiAnswer> {
  const answer = await request(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await answer.body.text()
  const isJson = text !== '' && /[/+]json\b/.test(String(answer.headers['content-type']))
  return { status: answer.statusCode, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
}

function basic({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
