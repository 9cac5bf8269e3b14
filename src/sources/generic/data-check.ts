import { Compile } from 'typebox/compile'
import { eventDataSchema } from '../../contract/sources/event-data.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { type EventType, REPORTED_TYPES } from '../../domain/event/event-type.ts'
import { wellFormedJson } from '../../domain/json-value.ts'
import { unknownKeyText, unknownKeys } from '../../domain/unknown-keys.ts'

const CHECKS = new Map(
  REPORTED_TYPES.map((type) => {
    const schema = eventDataSchema(type)
    return [type, { schema, compiled: Compile(schema) }]
  }),
)
/** Unknown keys are named in our words. */
const KEY_KEYWORDS: readonly string[] = ['boolean', 'additionalProperties']
const MAX_MISTAKES = 10

/**
 * The data of an event, checked by the schema of its type, its texts well-formed.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the mistakes, the first ten of them
 */
export function checkedData(type: EventType, data: unknown, path: string): unknown {
  const check = CHECKS.get(type)
  if (check === undefined) throw new Error(`no source can report the event type ${type}`)
  const wellFormed = wellFormedJson(data)
  const { schema, compiled } = check
  if (compiled.Check(wellFormed)) return wellFormed
  const unknown = unknownKeys(schema, wellFormed, false, path).map(unknownKeyText)
  const mistakes = compiled
    .Errors(wellFormed)
    .filter(({ keyword }) => !KEY_KEYWORDS.includes(keyword))
    .map(({ instancePath, message }) => `${path}${instancePath.replaceAll('/', '.')} ${message}`)
  const texts = [...unknown, ...mistakes].slice(0, MAX_MISTAKES)
  throw new BellbuoyError('BAD_REQUEST', `not the data of ${type}: ${texts.join('; ')}`)
}
