import type { AnswerSchema, ApiCall } from '../contract/api-call.ts'
import { ApiFailure } from './api-failure.ts'
import { serverAt } from './unanswered.ts'

/** The console's build leaves the answers out: its files come from the server that it calls. */
type CalledBy = Partial<Pick<ApiCall, 'answers'>>

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** The failure of a call that was answered by a redirect. A server that moved would get the credentials at an address that nobody checked. */
export function redirected(url: string, { status, headers }: Pick<Answer, 'status' | 'headers'>): ApiFailure {
  const to = headers.get('location')
  return new ApiFailure(status, `${serverAt(url)} redirects${to === null ? '' : ` to ${to}`}`)
}

/** A failure in the words of a program that is not Bellbuoy, named as such. Others stay as they are. */
export function namedForeign(url: string, failure: ApiFailure): ApiFailure {
  const isOurs = failure.code !== '' || (isObject(failure.body) && typeof failure.body['error'] === 'string')
  return isOurs ? failure : foreign(url, failure.status, `${failure.message}, so it is not Bellbuoy`)
}

/**
 * The body of an answer to a call, parsed where it is JSON.
 *
 * @throws ApiFailure when Bellbuoy cannot have given it: a page, a status or a shape that no answer to the call has
 */
export function bodyOf(url: string, { answers }: CalledBy, answer: Answer): unknown {
  const { status, headers, text } = answer
  const type = headers.get('content-type') ?? ''
  if (answers === undefined) return textOrJson(url, answer)
  const schema = answers[status]
  if (type.includes('html') && schema !== 'html') throw foreign(url, status, 'a page')
  if (schema === undefined) throw foreign(url, status, `${String(status)}, so it is not Bellbuoy`)
  if (schema === null) {
    if (text !== '') throw foreign(url, status, 'content that Bellbuoy does not send')
    return text
  }
  if (typeof schema === 'object') return shapedBody(url, schema, answer)
  return textOrJson(url, answer)
}

function textOrJson(url: string, { status, headers, text }: Answer): unknown {
  const isJson = headers.get('content-type')?.includes('json') ?? false
  return isJson && text !== '' ? parsed(url, status, text) : text
}

function shapedBody(url: string, schema: AnswerSchema & object, { status, headers, text }: Answer): unknown {
  const type = headers.get('content-type') ?? 'no content type'
  if (!type.includes('json')) throw foreign(url, status, `${type}, not JSON`)
  const body = parsed(url, status, text)
  if (!looksLike(schema, body)) throw foreign(url, status, 'content that Bellbuoy does not send')
  return body
}

function foreign(url: string, status: number, what: string): ApiFailure {
  return new ApiFailure(status, `${serverAt(url)} answered with ${what}`)
}

function parsed(url: string, status: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw foreign(url, status, 'malformed JSON')
  }
}

interface Shape {
  readonly type?: unknown
  readonly required?: readonly string[]
  readonly items?: Shape
}

/** Whether a body is of a kind with a schema. An older or a newer server may lack a field; another program has none of them. */
function looksLike(schema: AnswerSchema & object, body: unknown): boolean {
  const { type, required = [], items } = schema as Shape
  if (type === 'array')
    return (
      Array.isArray(body) && (items === undefined || body.slice(0, 1).every((one) => looksLike(items, one)))
    )
  if (type !== 'object') return true
  return isObject(body) && (required.length === 0 || required.some((key) => Object.hasOwn(body, key)))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
