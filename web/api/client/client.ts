import {
  type AnswerOf,
  type ApiCall,
  type BodyOf,
  type DeepReadonly,
  type Method,
  type ParamsOf,
  type QueryOf,
  pathTo,
} from '../../../src/contract/api-call.ts'
import type { ErrorResponse } from '../../../src/contract/error.ts'
import { serverAnswered, serverUnreachable } from './reachability.ts'

/** A call that did not succeed. Status 0: there was no answer at all. */
export class ApiFailure extends Error {
  readonly status: number
  /** Of the server's catalogue of errors; empty when there was no such answer. */
  readonly code: string

  constructor(status: number, message: string, code = '') {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Whether a change was refused because someone else has changed the same thing. */
export function isOutdated(error: unknown): boolean {
  return error instanceof ApiFailure && error.code === 'CHANGED'
}

export interface ApiAnswer<Body> {
  readonly body: Body
  /** Of a list that comes in pages: how many there are. */
  readonly total: number
  /** The id at the end of `Location`, where something was created; else empty. */
  readonly createdId: string
  /** Names this version of what was read or changed; empty where there are no versions. */
  readonly etag: string
}

/** A part of a request: left out where the call takes none, optional where all of it is. */
type Given<Name extends string, Value> = Value extends undefined
  ? { readonly [Key in Name]?: undefined }
  : object extends Value
    ? { readonly [Key in Name]?: DeepReadonly<Value> }
    : { readonly [Key in Name]: DeepReadonly<Value> }

/** Parameters of the path, query and body of a call. */
export type RequestOf<Of extends ApiCall> = Given<'params', ParamsOf<Of>> &
  Given<'query', QueryOf<Of>> &
  Given<'body', BodyOf<Of>> & {
    /** The tag of the version that a change is meant for. */
    readonly ifMatch?: string | undefined
  }

type Request<Of extends ApiCall> =
  object extends RequestOf<Of> ? [request?: RequestOf<Of>] : [request: RequestOf<Of>]

/** Each answer to a session brings a token that the next change sends back. */
let csrfToken = ''

/** Calls the API. @throws ApiFailure */
export async function call<Of extends ApiCall>(
  of: Of,
  ...[request]: Request<Of>
): Promise<ApiAnswer<AnswerOf<Of>>> {
  const { params, query, body, ifMatch } = (request ?? {}) as AnyRequest
  const answer = await exchange(of.method, pathTo(of, params) + queryText(query), {
    body,
    ...(ifMatch !== undefined && { ifMatch }),
  })
  csrfToken = answer.headers.get('x-harbor-csrf-token') ?? csrfToken
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  const content: unknown = isJson && text !== '' ? JSON.parse(text) : text
  if (!answer.ok) throw new ApiFailure(answer.status, messageOf(content, answer), codeOf(content))
  return {
    body: content as AnswerOf<Of>,
    total: Number(answer.headers.get('x-total-count') ?? 0),
    createdId: answer.headers.get('location')?.split('/').at(-1) ?? '',
    etag: answer.headers.get('etag') ?? '',
  }
}

interface AnyRequest {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Query
  readonly body?: unknown
  readonly ifMatch?: string
}

/** The body of the answer to a call. @throws ApiFailure */
export async function ask<Of extends ApiCall>(of: Of, ...request: Request<Of>): Promise<AnswerOf<Of>> {
  return (await call(of, ...request)).body
}

/** A page of a list and how long the list is. @throws ApiFailure */
export async function askForPage<Of extends ApiCall>(
  of: Of,
  ...request: Request<Of>
): Promise<List<AnswerOf<Of>>> {
  const { body, total } = await call(of, ...request)
  return { items: body, total }
}

export interface List<Items> {
  readonly items: Items
  /** Of all pages. */
  readonly total: number
}

type Query = Readonly<Record<string, string | number | undefined>>

function queryText(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}

async function exchange(
  method: Method,
  path: string,
  { body, ifMatch }: Pick<AnyRequest, 'body' | 'ifMatch'>,
): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-requested-with': 'XMLHttpRequest',
    // A project may be called `123`.
    'x-is-resource-name': 'true',
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (ifMatch !== undefined) headers['if-match'] = ifMatch
  if (method !== 'GET' && csrfToken !== '') headers['x-harbor-csrf-token'] = csrfToken
  try {
    const sent = body === undefined ? null : JSON.stringify(body)
    const answer = await fetch(path, { method, headers, body: sent, credentials: 'same-origin' })
    serverAnswered()
    return answer
  } catch {
    serverUnreachable()
    throw new ApiFailure(0, '')
  }
}

function codeOf(content: unknown): string {
  return (content as Partial<ErrorResponse>).errors?.[0]?.code ?? ''
}

function messageOf(content: unknown, { status, statusText }: Response): string {
  const errors = (content as Partial<ErrorResponse>).errors
  return errors?.map(({ message }) => message).join('; ') ?? `${status} ${statusText}`
}
