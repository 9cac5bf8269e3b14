import { Check } from 'typebox/value'
import type { TSchema } from 'typebox'
import { unknownKeyText } from '../../../domain/unknown-keys.ts'
import { nearestWord } from '../../../domain/nearest-word.ts'
import { type Mistake, type Path, mistakeAt } from './mistake.ts'
import { type Shape, branchesOf, shapeUnder } from './shape.ts'

/** Everything that is wrong with a value by a schema of closed objects. */
export function schemaMistakes(schema: TSchema, value: unknown): readonly Mistake[] {
  return mistakesIn(schema, value, [])
}

function mistakesIn(shape: Shape, value: unknown, path: Path): readonly Mistake[] {
  const branch = branchFor(shape, value)
  if (branch === null) return [wrong(shape, value, path)]
  if (Array.isArray(value)) return listMistakes(branch, value, path)
  if (typeof value === 'object' && value !== null) {
    return objectMistakes(branch, value as Readonly<Record<string, unknown>>, path)
  }
  return Check(branch as TSchema, value) ? [] : [wrong(branch, value, path)]
}

/** Of several shapes that a value may have, the one of its kind. */
function branchFor(shape: Shape, value: unknown): Shape | null {
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  const fitting = branchesOf(shape).filter(
    ({ type = 'string' }) => (type === 'integer' ? 'number' : type) === kind,
  )
  return fitting.find((branch) => Check(branch as TSchema, value)) ?? fitting[0] ?? null
}

function listMistakes(shape: Shape, list: readonly unknown[], path: Path): readonly Mistake[] {
  const { items, minItems = 0 } = shape
  if (list.length < minItems)
    return [mistakeAt(path, `${nameOf(path)} is empty: write ${shape.expects ?? 'an entry'}`)]
  return items === undefined ? [] : list.flatMap((entry, index) => mistakesIn(items, entry, [...path, index]))
}

function objectMistakes(
  shape: Shape,
  object: Readonly<Record<string, unknown>>,
  path: Path,
): readonly Mistake[] {
  const { properties = {}, required = [] } = shape
  const entries = Object.entries(object).flatMap(([key, value]) => {
    const under = shapeUnder(shape, key)
    return under === undefined
      ? [unknownKey(key, properties, path)]
      : mistakesIn(under, value, [...path, key])
  })
  const missing = required.filter((key) => !Object.hasOwn(object, key))
  return [...entries, ...missing.map((key) => mistakeAt(path, `${key} is missing`))]
}

function unknownKey(key: string, properties: Readonly<Record<string, Shape>>, path: Path): Mistake {
  const known = Object.keys(properties)
  const text = unknownKeyText({ path: key, nearest: nearestWord(key, known), known })
  return mistakeAt([...path, key], text, 'key')
}

function wrong(shape: Shape, value: unknown, path: Path): Mistake {
  const expected = `${nameOf(path)} must be ${shape.expects ?? 'something else'}`
  if (value === null) return mistakeAt(path, `${expected}, and is empty`)
  const nearest =
    typeof value === 'string' && shape.enum !== undefined ? nearestWord(value, shape.enum) : null
  return mistakeAt(path, nearest === null ? expected : `${expected}: did you mean ${nearest}?`)
}

/** The key that a value stands under, for words. */
function nameOf(path: Path): string {
  const key = path.findLast((step) => typeof step === 'string')
  if (key === undefined) return 'the file'
  return typeof path.at(-1) === 'number' ? `an entry of ${key}` : key
}
