import type { TSchema } from 'typebox'
import type { AnswerSchema, ApiCall, Need } from '../../contract/api-call.ts'
import { ErrorResponse } from '../../contract/error.ts'
import { ChangeNotice } from '../../contract/history/live.ts'
import { LEGACY_API } from '../errors.ts'

type Json = Readonly<Record<string, unknown>>

/** An OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), as far as we make one. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string }[]
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Json
}

export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Response>>
  readonly security: readonly Json[]
  /** The need of a call: a permission, `log-in`, `source-token` or `nothing`. */
  readonly 'x-needs': Need
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Json
}

interface Response {
  readonly description: string
  readonly headers?: Json
  readonly content?: Content
}

type Content = Readonly<Record<string, { readonly schema: Json }>>

const LOGIN_PAGES = '/c/oidc/'
const ANYONE: readonly Json[] = []
const SOURCE: readonly Json[] = [{ sourceToken: [] }, { basic: [] }]
const LOGGED_IN_OR_SOURCE: readonly Json[] = [{ basic: [] }, { session: [] }, { sourceToken: [] }]
const LOGGED_IN: readonly Json[] = [{ basic: [] }, { session: [] }]

/** Describes calls. Every one may also be answered with an error, which has one shape. */
export function openApiDocument(calls: readonly ApiCall[], version: string): OpenApiDocument {
  const paths = Map.groupBy(calls, ({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'))
  const tags = [...new Set(calls.map(({ tag }) => tag))].toSorted()
  return {
    openapi: '3.1.1',
    info: {
      title: 'Bellbuoy',
      version,
      description:
        'Webhooks for container registries. Harbor’s clients find Harbor’s API here; what Harbor does not have is ours.',
    },
    tags: tags.map((name) => ({ name })),
    paths: Object.fromEntries(
      [...paths].map(([path, own]) => [
        path,
        Object.fromEntries(own.map((call) => [call.method.toLowerCase(), operation(call)])),
      ]),
    ),
    components: {
      schemas: { Error: plain(ErrorResponse), LegacyError: LEGACY_ERROR, ChangeNotice: plain(ChangeNotice) },
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        sourceToken: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'sid' },
      },
    },
  }
}

const LEGACY_ERROR = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: { type: 'integer' }, message: { type: 'string' } },
}

function operation(call: ApiCall): Operation {
  const { operation: operationId, summary, needs, schema, answers, path } = call
  const parameters = [
    ...parametersOf(schema.params, 'path'),
    ...parametersOf(schema.querystring, 'query'),
    ...headersOf(call),
  ]
  const content = bodiesOf(call)
  const etag = tagOf(call)
  const answered = Object.entries(answers).map(
    ([status, answer]) => [status, { ...answerOf(answer), ...etag }] as const,
  )
  const outdated = call.revised && { 412: { ...errorOf(path), description: 'someone has changed it since' } }
  return {
    operationId,
    summary,
    tags: [call.tag],
    parameters,
    ...(Object.keys(content).length > 0 && {
      requestBody: { required: call.isBodyOptional !== true, content },
    }),
    responses: { ...Object.fromEntries(answered), ...outdated, default: errorOf(path) },
    security: securityOf(needs),
    'x-needs': needs,
  }
}

function securityOf(needs: Need): readonly Json[] {
  if (needs === 'nothing') return ANYONE
  if (needs === 'source-token') return SOURCE
  return needs === 'log-in or token' ? LOGGED_IN_OR_SOURCE : LOGGED_IN
}

function bodiesOf({ schema, bodies = {}, isOurs = false }: ApiCall): Content {
  const own = schema.body && {
    [JSON_TYPE]: { schema: isOurs ? closed(plain(schema.body)) : plain(schema.body) },
  }
  const others = Object.entries(bodies).map(([type, body]) => [type, { schema: plain(body) }] as const)
  return { ...own, ...Object.fromEntries(others) }
}

const JSON_TYPE = 'application/json'

/** The same schema, whose objects have no other keys than those that they name. */
function closed(schema: Json): Json {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    const names = typeof value === 'object' && value !== null && 'type' in value && 'properties' in value
    return names ? { additionalProperties: false, ...value } : value
  })
  return JSON.parse(text) as Json
}

function parametersOf(schema: TSchema | undefined, position: 'path' | 'query'): readonly Parameter[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Readonly<Record<string, TSchema & { description?: string }>>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = plain(property)
    return {
      name,
      in: position,
      required: position === 'path' || required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    }
  })
}

function headersOf({ path, revised }: ApiCall): readonly Parameter[] {
  const requestId: Parameter = {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: 'comes back in the answer, and stands in the audit log',
    schema: { type: 'string' },
  }
  const headers = revised === undefined ? [requestId] : [requestId, IF_MATCH]
  if (!path.includes(':project_name_or_id')) return headers
  const isName: Parameter = {
    name: 'X-Is-Resource-Name',
    in: 'header',
    required: false,
    description: 'true: the project of the path is a name, also when it looks like a number',
    schema: { type: 'boolean', default: false },
  }
  return [...headers, isName]
}

const IF_MATCH: Parameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'the `ETag` of the version that you know, several of them, or `*`; 412 when the stored one has another',
  schema: { type: 'string' },
}

function tagOf({ revised, method }: ApiCall): Pick<Response, 'headers'> {
  if (revised === undefined || method === 'DELETE') return {}
  const description = 'names this version; another one after every change'
  return { headers: { ETag: { description, schema: TEXT } } }
}

function answerOf(answer: AnswerSchema): { description: string; content?: Content } {
  if (answer === null) return { description: 'done; the answer is empty' }
  if (answer === 'text') return { description: 'plain text', content: { 'text/plain': { schema: TEXT } } }
  if (answer === 'any')
    return { description: 'the answer of the other system', content: { '*/*': { schema: {} } } }
  if (answer === 'html') return { description: 'a page', content: { 'text/html': { schema: TEXT } } }
  if (answer === 'event-stream')
    return { description: LIVE_STREAM, content: { 'text/event-stream': { schema: TEXT } } }
  if (answer === 'rows') return { description: ROWS, content: rowsContent() }
  return { description: 'done', content: { 'application/json': { schema: plain(answer) } } }
}

const LIVE_STREAM =
  'server-sent events until one side ends: `change`, whose data is a `ChangeNotice`, and now and then a `heartbeat`'
const ROWS = 'every row on a line of its own, until the list ends; the first line of CSV has the names'
const rowsContent = (): Content => ({
  'application/x-ndjson': { schema: TEXT },
  'text/csv': { schema: TEXT },
})
const TEXT: Json = { type: 'string' }

function errorOf(path: string): { description: string; content: Content } {
  const isLegacy = LEGACY_API.test(path)
  const schema = { $ref: `#/components/schemas/${isLegacy ? 'LegacyError' : 'Error'}` }
  const type = isLegacy ? 'text/plain' : 'application/json'
  // A browser, which accepts HTML, gets a page.
  const shown = path.startsWith(LOGIN_PAGES) ? { 'text/html': { schema: TEXT } } : {}
  return { description: 'the mistake, and how to correct it', content: { [type]: { schema }, ...shown } }
}

/** A TypeBox schema is JSON Schema 2020-12, as OpenAPI 3.1 wants it, and marks of its own that start with a tilde. */
function plain(schema: TSchema): Json {
  const text = JSON.stringify(schema, (key, value: unknown) => (key.startsWith('~') ? undefined : value))
  return JSON.parse(text) as Json
}
