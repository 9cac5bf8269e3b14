import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import type { RequestSchema } from '../contract/api-call.ts'
import { BellbuoyError } from '../domain/errors.ts'

type Part = keyof RequestSchema

/** Where a mistake is, in go-openapi's words. */
const WHERE: Readonly<Record<Part, string>> = { params: 'path', querystring: 'query', body: 'body' }

/**
 * Checks one part of a request against its schema. Path and query are text, so whole numbers in them are read
 * first, and what the schema does not name is dropped; a body is taken as it is, but a null in it counts as absent, as for Go's decoder, and unknown keys are ignored.
 *
 * @throws BellbuoyError `UNPROCESSABLE_ENTITY` naming every mistake, as go-openapi does
 */
export function validatorOf(schema: TSchema, part: Part): (value: unknown) => unknown {
  return (value) => {
    const compiled = compiledOf(schema)
    if (part === 'body' && value === undefined) throw unprocessable(['body in body is required'])
    const read =
      part === 'body' ? withoutNulls(value) : withIntegers(schema, compiled.Default({ ...(value as object) }))
    if (compiled.Check(read)) return read
    throw unprocessable(
      compiled
        .Errors(read)
        .map(({ instancePath, message }) => `${nameOf(instancePath)} in ${WHERE[part]} ${message}`),
    )
  }
}

/** What is wrong with a value by a schema that is not known before, such as that of a kind of target. */
export function mistakesIn(schema: TSchema, value: unknown): readonly string[] {
  const compiled = compiledOf(schema)
  if (compiled.Check(value)) return []
  // An unknown name is also reported as a value that the schema `false` refuses.
  const errors = compiled.Errors(value).filter(({ keyword }) => keyword !== 'boolean')
  return errors.map((error) => `${nameOf(error.instancePath)} ${mistakeOf(error)}`)
}

/** The library's words, and what they are about where they leave that out. */
function mistakeOf({ keyword, message, params }: TLocalizedValidationError): string {
  return keyword === 'additionalProperties'
    ? `${message}: ${params.additionalProperties.join(', ')}`
    : message
}

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
