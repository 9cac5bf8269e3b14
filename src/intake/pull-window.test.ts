import { expect, test } from 'vitest'
import { type RegistryEventFacts, registryEvent } from '../../test/support/events/registry-event.ts'
import { PullWindow } from './pull-window.ts'

const digestOf = (character: string): string => `sha256:${character.repeat(64)}`
const startMs = 1_772_359_200_000
let pulls = 0

function pull(facts: RegistryEventFacts & { readonly afterMs?: number; readonly digest?: string } = {}) {
  const { afterMs = 0, digest = digestOf('a'), artifact, ...others } = facts
  return registryEvent({
    type: 'PULL_ARTIFACT',
    sourceEventId: `pull-${++pulls}`,
    client: '10.0.0.7 docker/28.0',
    occurredAtMs: startMs + afterMs,
    artifact: { digest, tag: 'v1', ...artifact },
    ...others,
  })
}

/** Which of the events are left, and how many are parts of an earlier one. */
function merge(window: PullWindow, ...given: Parameters<PullWindow['markParts']>) {
  const marked = window.markParts(...given)
  const events = marked.filter(({ partOf }) => partOf === undefined)
  return { events, merged: marked.length - events.length }
}

const nothingKnown = { manifest: () => Promise.resolve(null) }

/** A window of ten seconds after these pulls were stored. */
async function windowAfter(...stored: readonly ReturnType<typeof pull>[]): Promise<PullWindow> {
  const window = new PullWindow(10_000)
  await window.remember(stored, nothingKnown)
  return window
}

test('the same pulled again by the same caller within the window is one pull', async () => {
  const window = await windowAfter(pull())
  expect(merge(window, [pull({ afterMs: 9999 })])).toEqual({ events: [], merged: 1 })
  expect(merge(window, [pull({ afterMs: 10_000 })]).merged).toBe(0)
})

test.for([
  ['another digest', { digest: digestOf('b') }],
  ['another repository', { repository: 'shop/other' }],
  ['another account', { operator: 'bob' }],
  ['another address', { client: '10.0.0.8 docker/28.0' }],
  ['another program', { client: '10.0.0.7 skopeo/1.9' }],
  ['another registry', { sourceId: 2 }],
  ['a caller of whom nothing is known', { client: undefined }],
  ['a push', { type: 'PUSH_ARTIFACT' }],
] as const)('%s is another event', async ([, facts]) => {
  const { client, ...others } = pull()
  const event = { ...pull(facts as RegistryEventFacts) }
  const window = await windowAfter({ ...others, ...(client !== undefined && { client }) })
  if ('client' in facts && facts.client === undefined) delete (event as { client?: string }).client
  expect(merge(window, [event]).merged).toBe(0)
})

test.for([
  ['of the same client', {}, 0],
  ['of another program', { client: '10.0.0.7 skopeo/1.9' }, 1],
] as const)('a push with a tag %s ends the window or leaves it', async ([, facts, merged]) => {
  const push = pull({ type: 'PUSH_ARTIFACT', afterMs: 10, ...facts })
  expect(merge(await windowAfter(pull()), [push, pull({ afterMs: 20 })]).merged).toBe(merged)
  expect(merge(await windowAfter(pull(), push), [pull({ afterMs: 20 })]).merged).toBe(merged)
})

test('an index and its image are one pull, whether the index names its manifests or the store knows them', async () => {
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const references = [{ digest: digestOf('c'), mediaType: 'manifest', sizeBytes: 1, platform: null }]
  const index = pull({ digest: digestOf('i'), artifact: { mediaType } })
  const image = pull({ digest: digestOf('c') })
  expect(merge(await windowAfter({ ...index, references }), [image]).merged).toBe(1)

  const window = new PullWindow(10_000)
  const manifest = { digest: digestOf('i'), mediaType, references, isComplete: true }
  const known = { ...manifest, sizeBytes: 1, artifactType: null, platforms: [], subject: null }
  await window.remember([index], { manifest: () => Promise.resolve(known) })
  expect(merge(window, [image]).merged).toBe(1)
})

test('the manifests of an index within an index are parts of its pull: crane pushes a layout of one index so', async () => {
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const listing = (digest: string, type: string) => [
    { digest: digestOf(digest), mediaType: type, sizeBytes: 1, platform: null },
  ]
  const stored = { digest: digestOf('i'), mediaType, references: listing('c', 'manifest'), isComplete: false }
  const inner = { ...stored, sizeBytes: 1, artifactType: null, platforms: [], subject: null }
  const outer = {
    ...pull({ digest: digestOf('o'), artifact: { mediaType } }),
    references: listing('i', mediaType),
  }
  const window = new PullWindow(10_000)
  await window.remember([outer], {
    manifest: (_, digest) => Promise.resolve(digest === inner.digest ? inner : null),
  })
  expect(merge(window, [pull({ digest: digestOf('i') }), pull({ digest: digestOf('c') })]).merged).toBe(2)
})

test('a copy that reads the parts of an index slowly is one pull, and the index itself counts again after the window', async () => {
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  const parts = ['c', 'd', 'e']
  const references = parts.map((part) => ({
    digest: digestOf(part),
    mediaType: 'manifest',
    sizeBytes: 1,
    platform: null,
  }))
  const index = () => pull({ digest: digestOf('i'), artifact: { mediaType } })
  const window = await windowAfter({ ...index(), references })
  const mergedOf = (afterMs: number, part: string) =>
    merge(window, [pull({ afterMs, digest: digestOf(part) })]).merged
  expect(parts.map((part, number) => mergedOf((number + 1) * 7000, part))).toEqual([1, 1, 1])
  expect(mergedOf(21_000, 'i')).toBe(0)
  // Ten seconds after the last of them.
  expect(mergedOf(31_000, 'c')).toBe(0)
})

test('pulls of one notification are one, too', () => {
  const window = new PullWindow(10_000)
  const first = pull()
  expect(merge(window, [first, pull({ afterMs: 5 }), pull({ digest: digestOf('b') })])).toMatchObject({
    events: [first, { artifacts: [{ digest: digestOf('b') }] }],
    merged: 1,
  })
})

test('a pull that was not stored absorbs no other', () => {
  const window = new PullWindow(10_000)
  merge(window, [pull()])
  expect(merge(window, [pull()]).merged).toBe(0)
})

test('the same pull reported again is left to the store', async () => {
  const repeated = pull()
  expect(merge(await windowAfter(repeated), [repeated]).merged).toBe(0)
})

test('with a window of 0 every request is a pull', async () => {
  const window = new PullWindow(0)
  await window.remember([pull()], nothingKnown)
  expect(merge(window, [pull(), pull()]).merged).toBe(0)
})
