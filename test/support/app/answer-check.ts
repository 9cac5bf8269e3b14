import Schema from 'typebox/schema'
import type { Route } from '../../../src/http/route.ts'
import { type OpenApiDocument, type Operation, openApiDocument } from '../../../src/http/openapi/document.ts'
import type { AnswerCheck } from './api-client.ts'

type Json = Record<string, unknown>

const made = new Map<string, AnswerCheck>()

/** Holds answers against the document of a route table: status, kind of body, and every key of it, no more and no less. */
export function answerCheck(routes: readonly Route[]): AnswerCheck {
  // Apps with the same calls have the same document.
  const calls = routes.map(({ operation }) => operation).join(' ')
  const check = made.get(calls) ?? makeCheck(routes)
  made.set(calls, check)
  return check
}

function makeCheck(routes: readonly Route[]): AnswerCheck {
  const document = openApiDocument(routes, 'tests')
  const operations = Object.entries(document.paths).map(([path, methods]) => ({
    pattern: patternOf(path),
    methods,
  }))
  const parsers = new Map<object, (value: unknown) => void>()
  const parserOf = (schema: Json): ((value: unknown) => void) => {
    const known = parsers.get(schema) ?? parserFor(resolved(schema, document))
    parsers.set(schema, known)
    return known
  }
  return (method, path, { status, headers, body }) => {
    const [only = ''] = path.split(/[?#]/, 1)
    const found = operations.filter(({ pattern }) => pattern.test(only.replace(/(.)\/$/, '$1')))
    // A path that stands as it is goes before one with parameters, as in the router.
    const methods = found.toSorted((left, right) => right.pattern.source.length - left.pattern.source.length)
    const operation = methods.map((one) => one.methods[method.toLowerCase()]).find((one) => one !== undefined)
    // The answer to HEAD has no body, whatever the one to GET would have.
    if (operation === undefined || method === 'HEAD') return
    const fault = faultOf(operation, status, String(headers['content-type'] ?? ''), body, parserOf)
    if (fault !== null) throw new Error(`${operation.operationId} answered ${status}, but ${fault}`)
  }
}

function faultOf(
  { responses }: Operation,
  status: number,
  contentType: string,
  body: unknown,
  parserOf: (schema: Json) => (value: unknown) => void,
): string | null {
  const named = responses[status] ?? (status >= 400 ? responses['default'] : undefined)
  if (named === undefined) return 'the document does not name this status'
  return contentFault(named.content, contentType, body, parserOf)
}

function contentFault(
  content: NonNullable<Operation['responses'][string]['content']> | undefined,
  contentType: string,
  body: unknown,
  parserOf: (schema: Json) => (value: unknown) => void,
): string | null {
  const kinds = Object.entries(content ?? {})
  const [type, media] = kinds.find(([kind]) => contentType.startsWith(kind)) ?? kinds[0] ?? ['', undefined]
  if (media === undefined) return body === '' ? null : 'the document says that the answer is empty'
  if (type === '*/*') return null
  if (!contentType.startsWith(type)) return `its type is ${contentType}, not ${type}`
  if (type !== 'application/json') return typeof body === 'string' ? null : 'it is not text'
  try {
    parserOf(media.schema)(body)
    return null
  } catch (error) {
    return `its body is not what the document says: ${(error as Error).message} in ${JSON.stringify(body).slice(0, 500)}`
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)
}

function resolved(schema: Json, { components }: OpenApiDocument): Json {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined
  if (name === undefined) return schema
  return (components['schemas'] as Record<string, Json>)[name] ?? schema
}

function parserFor(schema: Json): (value: unknown) => void {
  const validator = Schema.Compile(closed(schema) as Json)
  return (value) => {
    const [fits, errors] = validator.Errors(value)
    if (!fits) throw new Error(errors.map((error) => `${error.instancePath} ${error.message}`).join('; '))
  }
}

/** A schema that lets nothing pass that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const)
  const isOpen = 'additionalProperties' in schema || 'patternProperties' in schema
  return Object.fromEntries(
    'properties' in schema && !isOpen ? [...entries, ['additionalProperties', false]] : entries,
  )
}
