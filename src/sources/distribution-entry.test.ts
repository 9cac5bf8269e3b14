import { expect, test } from 'vitest'
import { type DistributionEvent, pushEvent, randomDigest } from '../../test/support/events/envelopes.ts'
import { translateEnvelope } from '../../test/support/events/translated.ts'
import { BellbuoyError } from '../domain/errors.ts'

const settings = { ignoredUserAgents: [] }
const good = pushEvent({ repository: 'shop/web', tag: 'v1', user: 'ci' })

function fault(body: unknown): string {
  try {
    translateEnvelope(body, settings)
  } catch (error) {
    expect(error).toBeInstanceOf(BellbuoyError)
    expect((error as BellbuoyError).code).toBe('BAD_REQUEST')
    return (error as BellbuoyError).message
  }
  throw new Error('it was translated')
}

/** Why the second entry of an envelope is kept out; the first is taken all the same. */
function faultOfEntry(entry: unknown): string {
  const { events, ignored } = translateEnvelope({ events: [good, entry] }, settings)
  expect(events).toHaveLength(1)
  expect(ignored).toEqual([{ reason: expect.any(String), unknown: true, example: entry }])
  return ignored[0]!.reason
}

const withTarget = (changes: object): object => ({ ...good, target: { ...good.target, ...changes } })

test.for([null, undefined, 7, 'text', [], {}, { events: {} }, { Events: [] }])(
  '%j is no envelope',
  (body) => {
    expect(fault(body)).toContain('not a notification envelope')
  },
)

test.for([null, 7, 'text', [], true])('the entry %j is kept out by its index', (entry) => {
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
] as const)('an entry with %j is kept out: %s', ([changes, message]) => {
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
  [{ references: [{ digest: randomDigest(), platform: 7 }] }, 'references[0].platform must be an object'],
] as const)('a target with %j is kept out: %s', ([changes, message]) => {
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
  const { events } = translateEnvelope({ events: [withTarget(changes)] }, settings)
  expect(events).toHaveLength(1)
})

test('an envelope without entries is empty: Go writes an empty list as null', () => {
  expect(translateEnvelope({ events: null }, settings)).toEqual({ events: [], ignored: [] })
})

const long = 'x'.repeat(1100)
const cut = `${'x'.repeat(1023)}…`

// Whoever may pull chooses these texts. An entry that is kept out for them would hide the pull; a refused one blocks the registry.
test('what only describes a request is cut to 1,024 characters, and the event is taken', () => {
  const request = { ...good.request, host: long, addr: long, id: long, useragent: long }
  const entry = { ...good, request, actor: { name: long } }
  const { events, ignored } = translateEnvelope({ events: [entry] }, settings)
  expect(ignored).toEqual([])
  expect(events).toMatchObject([
    { operator: cut, registryHost: cut, client: `${cut} ${cut}`, detail: { requestId: cut } },
  ])
})

test('a text of 1,024 characters stays whole, and a cut leaves no half of a character', () => {
  const hostOf = (host: string) =>
    translateEnvelope({ events: [{ ...good, request: { ...good.request, host } }] }, settings).events[0]
      ?.registryHost
  expect(hostOf('x'.repeat(1024))).toBe('x'.repeat(1024))
  expect(hostOf(`${'x'.repeat(1022)}🛟🛟`)).toBe(`${'x'.repeat(1022)}…`)
})

test('a long media type or action is of an unknown kind, and no fault', () => {
  const reasonOf = (changes: object) =>
    translateEnvelope({ events: [{ ...good, ...changes }] }, settings).ignored[0]?.reason
  expect(reasonOf({ target: { ...good.target, mediaType: long } })).toBe('blob')
  expect(reasonOf({ action: long })).toBe(`unknown action "${'x'.repeat(63)}…"`)
})

// Registries check the digests in a manifest, and neither its sizes nor its platforms: its author must not be able to hide a push.
test('what the author of a manifest claims of its parts hides no push', () => {
  const digest = randomDigest()
  const platform = { os: long, architecture: 'arm64' }
  const references = [-1, 1.5, 2 ** 62, '7'].map((size) => ({ digest, size, mediaType: long, platform }))
  const { events } = translateEnvelope({ events: [withTarget({ references })] }, settings)
  const os = `${'x'.repeat(63)}…`
  const part = { digest, mediaType: cut, sizeBytes: 0, platform: `${os}/arm64` }
  expect(events[0]?.references).toEqual([part, part, part, part])
})

test('a field that a registry leaves out is null or empty, never invented', () => {
  const target = { repository: 'shop/web', tag: 'v1' }
  const bare = { id: 'one', timestamp: '2026-03-01T10:00:00Z', action: 'delete', target }
  const { events } = translateEnvelope({ events: [bare] }, settings)
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
  const { events } = translateEnvelope({ events: [entry] }, settings)
  expect(events[0]?.operator).toBe('c\ufffdi')
})
