import { isObject } from '../../webhook/json-fields.ts'
import { type Shape, branchesOf, shapeUnder } from './shape.ts'

/**
 * Reads numbers and `true` and `false` where the schema wants them. Elsewhere they stay the text that was written: a tag `1.10` is
 * no number, nor is a variable `0644`.
 *
 * @param value whose scalars are texts or null
 */
export function typedValues(shape: Shape | undefined, value: unknown): unknown {
  if (shape === undefined) return value
  const branches = branchesOf(shape)
  if (Array.isArray(value)) {
    const items = branches.find(({ type }) => type === 'array')?.items
    return value.map((entry) => typedValues(items, entry))
  }
  if (isObject(value)) {
    const object = branches.find(({ type }) => type === 'object') ?? {}
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, typedValues(shapeUnder(object, key), entry)]),
    )
  }
  return typeof value === 'string' ? typedScalar(branches, value) : value
}

function typedScalar(branches: readonly Shape[], text: string): unknown {
  const types = branches.map(({ type = 'string' }) => type)
  if (types.includes('string')) return text
  if (types.includes('boolean') && /^(?:true|false)$/.test(text)) return text === 'true'
  const isNumber = types.includes('integer') || types.includes('number')
  return isNumber && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
}
