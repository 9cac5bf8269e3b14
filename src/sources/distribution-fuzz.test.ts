import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DistributionEvent,
  deleteEvent,
  pullEvent,
  pushEvent,
} from '../../test/support/events/envelopes.ts'
import { translateEnvelope } from '../../test/support/events/translated.ts'
import { BellbuoyError } from '../domain/errors.ts'

const settings = { ignoredUserAgents: ['Bellbuoy'] }

/** Translates, or is refused as a bad request; everything else is a fault of ours. */
function translatesOrRefuses(body: unknown): void {
  try {
    const { events, ignored } = translateEnvelope(body, settings)
    expect(events.length + ignored.length).toBe((body as { events: unknown[] }).events.length)
  } catch (error) {
    if (!(error instanceof BellbuoyError)) throw error
    expect(error.code).toBe('BAD_REQUEST')
  }
}

const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true })
const json = fc.jsonValue()

test('any value is translated or refused', () => {
  fc.assert(fc.property(fc.oneof(anything, json), translatesOrRefuses), { numRuns: 500 })
})

test('any entries are translated or refused', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anything, json)), (events) => translatesOrRefuses({ events })),
    { numRuns: 500 },
  )
})

const repository = 'shop/web'
const genuine = [
  pushEvent({ repository, tag: 'v1', user: 'ci' }),
  pullEvent({ repository }),
  deleteEvent({ repository, tag: 'v1' }),
]
const paths = [
  'id',
  'timestamp',
  'action',
  'target',
  'request',
  'actor',
  'source',
  'target.mediaType',
  'target.size',
  'target.digest',
  'target.repository',
  'target.tag',
  'target.references',
  'request.id',
  'request.addr',
  'request.host',
  'request.method',
  'request.useragent',
  'actor.name',
]

function replaced(entry: DistributionEvent, path: string, value: unknown): unknown {
  const [first = '', second] = path.split('.')
  const fields = entry as unknown as Record<string, object>
  return { ...fields, [first]: second === undefined ? value : { ...fields[first], [second]: value } }
}

test('a genuine entry with any one field replaced by anything is translated or refused', () => {
  const value = fc.oneof(anything, json, fc.string({ unit: 'binary' }), fc.double())
  fc.assert(
    fc.property(fc.constantFrom(...genuine), fc.constantFrom(...paths), value, (entry, path, other) =>
      translatesOrRefuses({ events: [replaced(entry, path, other)] }),
    ),
    { numRuns: 2000 },
  )
})

test('an event that is translated always has an id, a repository, a time and well-formed texts', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  fc.assert(
    fc.property(fc.constantFrom(...genuine), fc.constantFrom(...paths), text, (entry, path, other) => {
      try {
        const { events } = translateEnvelope({ events: [replaced(entry, path, other)] }, settings)
        for (const { sourceEventId, repository: name, occurredAtMs, operator } of events) {
          expect(sourceEventId).not.toBe('')
          expect(name).toMatch(/^[a-z0-9][a-z0-9._/-]*$/)
          expect(Number.isInteger(occurredAtMs)).toBe(true)
          expect(operator.isWellFormed()).toBe(true)
        }
      } catch (error) {
        if (!(error instanceof BellbuoyError)) throw error
      }
    }),
    { numRuns: 1000 },
  )
})
