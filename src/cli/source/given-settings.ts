import { readFileSync } from 'node:fs'
import type { SourceKindResponse } from '../../contract/sources/source.ts'
import { messageOf } from '../../domain/errors.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/**
 * Settings of a source from `name=value`, each of the type that the schema of its kind says; `name=@FILE` has the value in a file.
 *
 * @throws CommandFault when one has no name, its file cannot be read, or its value is not of its type
 */
export function givenSettings(
  given: readonly string[],
  { settings_schema: schema }: Pick<SourceKindResponse, 'settings_schema'>,
): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, { readonly type?: string }>>
  return Object.fromEntries(
    given.map((text) => {
      const { name, value } = /^(?<name>[a-z][a-z_]*)=(?<value>.*)$/s.exec(text)?.groups ?? {}
      if (name === undefined || value === undefined)
        throw new CommandFault(EXIT.usage, `--setting ${text} does not have the form name=value`)
      const type = Object.hasOwn(properties, name) ? properties[name]?.type : undefined
      return [name, typed(name, value.startsWith('@') ? contentOf(value.slice(1)) : value, type)]
    }),
  )
}

function typed(name: string, value: string, type: string | undefined): unknown {
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true'
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (type === 'boolean') throw new CommandFault(EXIT.usage, `the setting ${name} must be true or false`)
  if (type === 'integer' || type === 'number')
    throw new CommandFault(EXIT.usage, `the setting ${name} must be a number`)
  return value
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new CommandFault(EXIT.usage, `cannot read ${file}: ${messageOf(error)}`)
  }
}
