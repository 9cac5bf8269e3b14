import type { ErrorResponse } from '../../src/contract/error.ts'
import { serverAnswered, serverUnreachable } from './reachability.ts'

/** A call that did not succeed. Status 0: there was no answer at all. */
export class ApiFailure extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface ApiAnswer<Body> {
  readonly body: Body
  /** Of a list that comes in pages: how many there are. */
  readonly total: number
  /** The id at the end of `Location`, where something was made; else empty. */
  readonly createdId: string
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Each answer to a session brings a token that the next change sends back. */
let csrfToken = ''

/** Calls the API; `path` begins with `/`. @throws ApiFailure */
export async function call<Body>(method: Method, path: string, body?: unknown): Promise<ApiAnswer<Body>> {
  const answer = await exchange(method, path, body)
  csrfToken = answer.headers.get('x-harbor-csrf-token') ?? csrfToken
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  const content: unknown = isJson && text !== '' ? JSON.parse(text) : text
  if (!answer.ok) throw new ApiFailure(answer.status, messageOf(content, answer))
  return {
    body: content as Body,
    total: Number(answer.headers.get('x-total-count') ?? 0),
    createdId: answer.headers.get('location')?.split('/').at(-1) ?? '',
  }
}

/** The body of a GET under `/api/v2.0`. @throws ApiFailure */
export async function get<Body>(path: string, query: Query = {}): Promise<Body> {
  return (await call<Body>('GET', `/api/v2.0${path}${queryText(query)}`)).body
}

/** A page of a list and how long the list is. @throws ApiFailure */
export async function getList<Item>(path: string, query: Query = {}): Promise<List<Item>> {
  const { body, total } = await call<Item[]>('GET', `/api/v2.0${path}${queryText(query)}`)
  return { items: body, total }
}

/** The answer to a change under `/api/v2.0`. @throws ApiFailure */
export function change<Body = undefined>(
  method: Exclude<Method, 'GET'>,
  path: string,
  body?: unknown,
): Promise<ApiAnswer<Body>> {
  return call(method, `/api/v2.0${path}`, body)
}

export interface List<Item> {
  readonly items: readonly Item[]
  /** Of all pages. */
  readonly total: number
}

export type Query = Readonly<Record<string, string | number | undefined>>

function queryText(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}

async function exchange(method: Method, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-requested-with': 'XMLHttpRequest',
    // A project may be called `123`.
    'x-is-resource-name': 'true',
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
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

function messageOf(content: unknown, { status, statusText }: Response): string {
  const errors = (content as Partial<ErrorResponse>).errors
  return errors?.map(({ message }) => message).join('; ') ?? `${status} ${statusText}`
}
