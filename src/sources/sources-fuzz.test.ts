import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harborNotifications, translated } from '../../test/support/source-frame.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { NotificationFrame } from '../domain/source.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import { SOURCE_KINDS } from './source-kinds.ts'

/** Translates, or is refused as a bad request; everything else is a fault of ours. */
function translatesOrRefuses(body: unknown, facts: Partial<NotificationFrame>): void {
  for (const kind of SOURCE_KINDS) {
    try {
      for (const event of translated(kind, body, facts).events) {
        expect(event.sourceEventId).not.toBe('')
        expect(event.project).toMatch(/^[a-z0-9][a-z0-9._-]*$/)
        expect(event.repository).toMatch(/^([a-z0-9][a-zA-Z0-9._/-]*)?$/)
        expect(Number.isNaN(new Date(event.occurredAtMs).getTime())).toBe(false)
        expect(JSON.stringify(event).isWellFormed()).toBe(true)
      }
    } catch (error) {
      if (!(error instanceof BellbuoyError)) throw error
      expect(error.code).toBe('BAD_REQUEST')
    }
  }
}

const GENUINE = harborNotifications()
const frames = fc.constantFrom<Partial<NotificationFrame>>(
  {},
  { mediaType: CLOUD_EVENT_TYPE },
  { headers: { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': 's', 'ce-type': 'PUSH_ARTIFACT' } },
)
const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.double(),
  fc.maxSafeInteger(),
)

test('any value is translated or refused, by every kind of source', () => {
  fc.assert(fc.property(fc.jsonValue(), frames, translatesOrRefuses), { numRuns: 500 })
})

test('a genuine body with any one part of it replaced by anything is translated or refused', () => {
  const paths = GENUINE.map((body) => pathsIn(body))
  const which = fc
    .nat(GENUINE.length - 1)
    .chain((index) => fc.tuple(fc.constant(index), fc.constantFrom(...paths[index]!)))
  fc.assert(
    fc.property(which, value, frames, ([index, path], other, facts) =>
      translatesOrRefuses(replaced(GENUINE[index], path, other), facts),
    ),
    { numRuns: 4000 },
  )
})

type Path = readonly (string | number)[]

function pathsIn(part: unknown, path: Path = []): Path[] {
  if (typeof part !== 'object' || part === null) return [path]
  const entries = Object.entries(part).flatMap(([key, entry]) => pathsIn(entry, [...path, key]))
  return path.length === 0 ? entries : [path, ...entries]
}

function replaced(part: unknown, [first, ...rest]: Path, other: unknown): unknown {
  if (first === undefined) return other
  const entries = part as Record<string, unknown>
  const changed = replaced(entries[first], rest, other)
  return Array.isArray(part)
    ? part.map((entry, index) => (String(index) === first ? changed : entry))
    : { ...entries, [first]: changed }
}
