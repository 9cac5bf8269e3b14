import { Compile } from 'typebox/compile'
import { eventDataSchema } from '../../contract/sources/event-data.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { EVENT_TYPES, type EventType } from '../../domain/event/event-type.ts'
import { wellFormedJson } from '../../domain/json-value.ts'

const CHECKS = new Map(EVENT_TYPES.map((type) => [type, Compile(eventDataSchema(type))]))
const MAX_MISTAKES = 10

/**
 * The data of an event, checked by the schema of its type, its texts well-formed.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the mistakes, the first ten of them
 */
export function checkedData(type: EventType, data: unknown, path: string): unknown {
  const check = CHECKS.get(type)
  if (check === undefined) throw new Error(`the event type ${type} has no schema`)
  const wellFormed = wellFormedJson(data)
  if (check.Check(wellFormed)) return wellFormed
  const mistakes = check.Errors(wellFormed).slice(0, MAX_MISTAKES)
  const texts = mistakes.map(
    ({ instancePath, message }) => `${path}${instancePath.replaceAll('/', '.')} ${message}`,
  )
  throw new BellbuoyError('BAD_REQUEST', `not the data of ${type}: ${texts.join('; ')}`)
}
