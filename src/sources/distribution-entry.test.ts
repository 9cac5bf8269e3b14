import { expect, test } from 'vitest'
import { type DistributionEvent, pushEvent, randomDigest } from '../../test/support/events/envelopes.ts'
import { BellbuoyError } from '../domain/errors.ts'
import { distribution } from './distribution.ts'

const settings = { ignoredUserAgents: [] }
const good = pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })

function fault(body: unknown): string {
  try {
    distribution.translate(body, settings)
  } catch (error) {
    expect(error).toBeInstanceOf(BellbuoyError)
    expect((error as BellbuoyError).code).toBe('BAD_REQUEST')
    return (error as BellbuoyError).message
  }
  throw new Error('it was translated')
}

const faultOfEntry = (entry: unknown): string => fault({ events: [good, entry] })
const withTarget = (changes: object): object => ({ ...good, target: { ...good.target, ...changes } })

test.for([null, undefined, 7, 'text', [], {}, { events: null }, { events: {} }, { Events: [] }])(
  '%j is no envelope',
  (body) => {
    expect(fault(body)).toContain('not a notification envelope')
  },
)

test.for([null, 7, 'text', [], true])('the entry %j is refused by its index', (entry) => {
  expect(faultOfEntry(entry)).toBe('events[1] must be an object')
})

test.for([
  [{ id: 7 }, 'events[1].id must be a string'],
  [{ id: '' }, 'events[1].id missing'],
  [{ id: null }, 'events[1].id missing'],
  [{ id: 'x'.repeat(1025) }, 'events[1].id is longer than 1024 characters'],
  [{ timestamp: 1 }, 'events[1].timestamp must be a string'],
  [{ timestamp: 'soon' }, 'events[1].timestamp is not a time in RFC 3339'],
  [{ timestamp: undefined }, 'events[1].timestamp missing'],
  [{ action: ['push'] }, 'events[1].action must be a string'],
  [{ target: 'shop/web' }, 'events[1].target must be an object'],
  [{ request: [] }, 'events[1].request must be an object'],
  [{ request: { ...good.request, host: 1 } }, 'events[1].request.host must be a string'],
  [{ request: { ...good.request, useragent: {} } }, 'events[1].request.useragent must be a string'],
  [{ actor: 'ci' }, 'events[1].actor must be an object'],
  [{ actor: { name: false } }, 'events[1].actor.name must be a string'],
] as const)('%j is refused: %s', ([changes, message]) => {
  expect(faultOfEntry({ ...good, ...changes })).toBe(message)
})

test.for([
  [{ repository: undefined }, 'repository missing'],
  [{ repository: '' }, 'repository missing'],
  [{ repository: 7 }, 'repository must be a string'],
  [{ repository: 'Shop/web' }, 'repository is not in the registry grammar'],
  [{ repository: '../web' }, 'repository is not in the registry grammar'],
  [{ repository: 'shop/' }, 'repository is not in the registry grammar'],
  [{ repository: 'shop\nweb' }, 'repository is not in the registry grammar'],
  [{ repository: 'a/'.repeat(127) + 'aa' }, 'repository is not in the registry grammar'],
  [{ digest: 'sha256:abc' }, 'digest is not in the registry grammar'],
  [{ digest: {} }, 'digest must be a string'],
  [{ tag: '-v1' }, 'tag is not in the registry grammar'],
  [{ tag: 'v'.repeat(129) }, 'tag is not in the registry grammar'],
  [{ tag: 1 }, 'tag must be a string'],
  [{ mediaType: 1 }, 'mediaType must be a string'],
  [{ size: '344' }, 'size must be a whole number from 0'],
  [{ size: -1 }, 'size must be a whole number from 0'],
  [{ size: 1.5 }, 'size must be a whole number from 0'],
  [{ references: {} }, 'references must be an array'],
  [{ references: [null] }, 'references[0] must be an object'],
  [{ references: [{ size: 1 }] }, 'references[0].digest missing'],
  [{ references: [{ digest: 'sha256:abc' }] }, 'references[0].digest is not in the registry grammar'],
  [
    { references: [{ digest: randomDigest(), size: -1 }] },
    'references[0].size must be a whole number from 0',
  ],
  [{ references: [{ digest: randomDigest(), platform: 7 }] }, 'references[0].platform must be an object'],
] as const)('a target with %j is refused: %s', ([changes, message]) => {
  expect(faultOfEntry(withTarget(changes))).toBe(`events[1].target.${message}`)
})

test.for([
  { tag: 'v'.repeat(128) },
  { tag: '_1.0-rc.1' },
  { repository: 'a/'.repeat(127) + 'a' },
  { repository: 'my__app/web--1/x.y' },
  { digest: `sha512:${'0'.repeat(128)}` },
  { size: 0 },
])('a target with %j is accepted', (changes) => {
  const { events } = distribution.translate({ events: [withTarget(changes)] }, settings)
  expect(events).toHaveLength(1)
})

test('a field that a registry leaves out is null or empty, never invented', () => {
  const target = { repository: 'shop/web', tag: 'v1' }
  const bare = { id: 'one', timestamp: '2026-03-01T10:00:00Z', action: 'delete', target }
  const { events } = distribution.translate({ events: [bare] }, settings)
  expect(events).toMatchObject([
    {
      operator: '',
      registryHost: '',
      artifacts: [{ tag: 'v1', digest: null, mediaType: null, sizeBytes: null, platforms: [] }],
    },
  ])
})

test('half of a surrogate pair becomes the replacement character, as Go reads it', () => {
  const entry: DistributionEvent = { ...good, actor: { name: 'c\ud800i' } }
  const { events } = distribution.translate({ events: [entry] }, settings)
  expect(events[0]?.operator).toBe('c\ufffdi')
})
