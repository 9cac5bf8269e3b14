import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import type { ApiCall, RequestSchema } from '../contract/api-call.ts'
import { BellbuoyError, badRequest } from '../domain/errors.ts'
import { unknownKeyText, unknownKeys } from '../domain/unknown-keys.ts'

type Part = keyof RequestSchema

/** Where a mistake is, in go-openapi's words. */
const WHERE: Readonly<Record<Part, string>> = { params: 'path', querystring: 'query', body: 'body' }

type Reader = (value: unknown) => unknown

/** The checks of the parts of a request; what is not checked has none. */
export type RequestReaders = Readonly<Partial<Record<Part, Reader>>>

const NO_PARAMETERS = Type.Object({})

/** A call of ours that names no parameters, or no body, takes none. */
export function requestReadersOf({
  schema,
  bodies,
  isOurs = false,
  isBodyOptional = false,
}: Pick<ApiCall, 'schema' | 'bodies' | 'isOurs' | 'isBodyOptional'>): RequestReaders {
  const { params, querystring = isOurs ? NO_PARAMETERS : undefined, body } = schema
  const takesNoBody = isOurs && body === undefined && bodies === undefined
  return {
    ...(params !== undefined && { params: validatorOf(params, 'params') }),
    ...(querystring !== undefined && { querystring: validatorOf(querystring, 'querystring', isOurs) }),
    ...(body !== undefined && { body: bodyReaderOf(body, isOurs, isBodyOptional) }),
    ...(takesNoBody && { body: noBody }),
  }
}

function bodyReaderOf(schema: TSchema, isOurs: boolean, isOptional: boolean): Reader {
  const read = validatorOf(schema, 'body', isOurs)
  return isOptional ? (value) => read(value ?? {}) : read
}

/**
 * Checks one part of a request against its schema. Path and query are text, so whole numbers in them are read
 * first, and what the schema does not name is dropped; a body is taken as it is, but a null in it counts as absent, as for Go's decoder.
 *
 * @param isOurs whether every unknown key is refused; otherwise those in closed objects of a body are, and the slips of known ones
 * @throws BellbuoyError `BAD_REQUEST` naming the unknown keys, else `UNPROCESSABLE_ENTITY` naming every mistake, as go-openapi does
 */
export function validatorOf(schema: TSchema, part: Part, isOurs = false): Reader {
  return (value) => {
    const compiled = compiledOf(schema)
    if (part === 'body' || isOurs) assertKeysKnown(schema, part, value, isOurs)
    if (part === 'body' && value === undefined) throw unprocessable(['body in body is required'])
    const read =
      part === 'body' ? withoutNulls(value) : withIntegers(schema, compiled.Default({ ...(value as object) }))
    if (compiled.Check(read)) return read
    throw unprocessable(compiled.Errors(read).flatMap((error) => mistakesOf(error, ` in ${WHERE[part]}`)))
  }
}

function assertKeysKnown(schema: TSchema, part: Part, value: unknown, isOurs: boolean): void {
  const unknown = unknownKeys(schema, value, isOurs)
  if (unknown.length > 0)
    throw badRequest(unknown.map((key) => `${WHERE[part]}: ${unknownKeyText(key)}`).join('; '))
}

function noBody(value: unknown): undefined {
  const isEmpty =
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  if (!isEmpty) throw badRequest('this call takes no body')
  return undefined
}

/** What is wrong with a value by a schema that is not known before, such as that of a kind of target. */
export function mistakesIn(schema: TSchema, value: unknown): readonly string[] {
  const compiled = compiledOf(schema)
  if (compiled.Check(value)) return []
  // An unknown key is reported in our words, and not once more as a value that the schema `false` refuses.
  const errors = compiled.Errors(value).filter(({ keyword }) => !KEY_KEYWORDS.includes(keyword))
  return [...unknownKeys(schema, value).map(unknownKeyText), ...errors.flatMap((error) => mistakesOf(error))]
}

/** The mistakes of an error: each key that is missing is one of its own, as it is the one to give. */
function mistakesOf(error: TLocalizedValidationError, where = ''): readonly string[] {
  const { keyword, instancePath, params } = error
  if (keyword === 'required' && 'requiredProperties' in params)
    return params.requiredProperties.map((key) => `${nameOf(`${instancePath}/${key}`)}${where} is required`)
  return [`${nameOf(instancePath)}${where} ${mistakeText(error)}`]
}

/** The words of the validator, but for a value that is none of a list: they do not name the list. */
function mistakeText({ keyword, message, params }: TLocalizedValidationError): string {
  if (keyword !== 'enum' || !('allowedValues' in params)) return message
  return `must be one of ${params.allowedValues.join(', ')}`
}

const KEY_KEYWORDS: readonly string[] = ['boolean', 'additionalProperties']

/** Compiled at their first use: a start need not wait for those that nobody uses. */
const compiledSchemas = new WeakMap<TSchema, ReturnType<typeof Compile>>()

function compiledOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = compiledSchemas.get(schema)
  if (known !== undefined) return known
  const compiled = Compile(schema)
  compiledSchemas.set(schema, compiled)
  return compiled
}

function nameOf(instancePath: string): string {
  return instancePath === '' ? 'value' : instancePath.slice(1).replaceAll('/', '.')
}

function unprocessable(mistakes: readonly string[]): BellbuoyError {
  return new BellbuoyError('UNPROCESSABLE_ENTITY', ['validation failure list:', ...mistakes].join('\n'))
}

/** Reads the integers of a path or query; what is not written as one (`1.9`, `0x10`, `true`) stays text, and is refused. */
function withIntegers(schema: TSchema, value: unknown): unknown {
  const { properties = {} } = schema as { properties?: Readonly<Record<string, { readonly type?: string }>> }
  // What the schema does not name was not looked at, and goes no further.
  const named = Object.entries(value as Record<string, unknown>).filter(([key]) =>
    Object.hasOwn(properties, key),
  )
  const entries = named.map(([key, text]) => {
    const isInteger =
      properties[key]?.type === 'integer' &&
      /^-?\d+$/.test(String(text)) &&
      Number.isSafeInteger(Number(text))
    return [key, isInteger ? Number(text) : text] as const
  })
  return Object.fromEntries(entries)
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry)]))
}
