import { expect, test } from 'vitest'
import {
  blobMountEvent,
  blobPushEvent,
  deleteEvent,
  type DistributionEvent,
  pullEvent,
  pushEvent,
  randomDigest,
} from '../../test/support/events/envelopes.ts'
import { kinds, reasons, translate } from '../../test/support/events/translated.ts'
import { UNKNOWN_ARTIFACT, artifactOf } from '../domain/event/event.ts'
import { distribution } from './distribution.ts'

const repository = 'shop/web'

test.for([
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
])('a push and a pull of %s are events', (mediaType) => {
  const [push, pull] = [pushEvent({ repository, mediaType }), pullEvent({ repository, mediaType })]
  expect(kinds(push, pull)).toEqual(['PUSH_ARTIFACT', 'PULL_ARTIFACT'])
  expect(translate(push).events[0]?.artifacts[0]?.mediaType).toBe(mediaType)
})

test('an event carries what the registry reported, and nothing else', () => {
  const digest = randomDigest()
  const timestamp = '2026-03-01T10:00:03.123456789Z'
  const push = pushEvent({
    repository,
    user: 'ci',
    tag: '1.4.2',
    digest,
    id: 'event-1',
    timestamp,
    size: 344,
  })
  expect(translate(push).events).toEqual([
    {
      sourceEventId: 'event-1',
      type: 'PUSH_ARTIFACT',
      occurredAtMs: Date.parse('2026-03-01T10:00:03.123Z'),
      reportedAtMs: Date.parse('2026-03-01T10:00:03.123Z'),
      repository,
      project: 'shop',
      operator: 'ci',
      actorKind: 'user',
      artifacts: [
        {
          ...UNKNOWN_ARTIFACT,
          digest,
          tag: '1.4.2',
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          sizeBytes: 344,
        },
      ],
      role: 'root',
      registryHost: '127.0.0.1:5000',
      detail: { requestId: push.request.id },
      instance: push.source.instanceID,
      client: '127.0.0.1 skopeo/1.9.3',
    },
  ])
})

test('a push or pull by digest has no tag, and none is invented', () => {
  const artifacts = translate(pushEvent({ repository }), pullEvent({ repository })).events.map(
    (event) => artifactOf(event).tag,
  )
  expect(artifacts).toEqual([null, null])
})

test('an anonymous request has the empty operator', () => {
  expect(translate(pushEvent({ repository })).events[0]?.operator).toBe('')
})

test('blobs and mounts of blobs are no events, but named, so that their deletions are recognised, and who pushed them', () => {
  const blobs = [blobPushEvent({ repository }), blobMountEvent({ repository, fromRepository: 'shop/base' })]
  const blob = { repository, digest: expect.stringMatching(/^sha256:/) }
  const by = { operator: '', client: '127.0.0.1 skopeo/1.9.3', occurredAtMs: expect.any(Number) }
  const request = { what: 'blob push', ...blob, ...by }
  expect(translate(...blobs)).toEqual({
    events: [],
    ignored: [
      { reason: 'blob', unknown: false, blob, request },
      { reason: 'blob', unknown: false, blob, request },
    ],
  })
})

test.each([
  ['HEAD', 'application/vnd.oci.image.manifest.v1+json', 'HEAD'],
  ['GET', 'application/octet-stream', 'blob read'],
  ['HEAD', 'application/octet-stream', undefined],
])('a %s of %s says of its client: %s', (method, mediaType, what) => {
  const { ignored } = translate(pullEvent({ repository, method, mediaType }))
  expect(ignored.map(({ request }) => request?.what)).toEqual([what])
})

test('a pull of something without a manifest’s media type is the pull of a blob', () => {
  expect(reasons(pullEvent({ repository, mediaType: 'application/octet-stream' }))).toEqual(['blob'])
  expect(reasons(pullEvent({ repository, mediaType: '' }))).toEqual(['blob'])
})

test('a HEAD is not a pull', () => {
  expect(reasons(pullEvent({ repository, tag: 'v1', method: 'HEAD' }))).toEqual(['HEAD request'])
  expect(reasons(pullEvent({ repository, tag: 'v1', method: 'head' }))).toEqual(['HEAD request'])
})

test('a deleted manifest is reported by its digest, each of its tags by its name', () => {
  const digest = randomDigest()
  const { events } = translate(deleteEvent({ repository, digest }), deleteEvent({ repository, tag: 'v1' }))
  expect(events.map((event) => [event.type, artifactOf(event).digest, artifactOf(event).tag])).toEqual([
    ['DELETE_ARTIFACT', digest, null],
    ['DELETE_TAG', null, 'v1'],
  ])
})

test('an unknown action is kept out, named, and marked as unknown', () => {
  const strange = { ...pushEvent({ repository }), action: 'sign' } as unknown as DistributionEvent
  expect(translate(strange)).toEqual({
    events: [],
    ignored: [{ reason: 'unknown action "sign"', unknown: true, example: strange }],
  })
})

test('what is kept out does not keep its neighbours out, and order is kept', () => {
  const strange = { ...pushEvent({ repository }), action: 'sign' } as unknown as DistributionEvent
  const push = pushEvent({ repository, id: 'one' })
  const pull = pullEvent({ repository, id: 'two' })
  const { events, ignored } = translate(push, strange, blobPushEvent({ repository }), pull)
  expect(events.map(({ sourceEventId }) => sourceEventId)).toEqual(['one', 'two'])
  expect(ignored).toHaveLength(2)
})

test('both media types of the envelope are known, and plain JSON', () => {
  expect(distribution.contentTypes).toEqual(
    expect.arrayContaining([
      'application/vnd.docker.distribution.events.v1+json',
      'application/vnd.docker.distribution.events.v2+json',
      'application/json',
    ]),
  )
})

test('an account whose name begins as those of robots do is a robot, any other a user', () => {
  const kindsOf = ['robot$shop+ci', 'ci', undefined].map(
    (user) => translate(pushEvent({ repository, ...(user !== undefined && { user }) })).events[0]?.actorKind,
  )
  expect(kindsOf).toEqual(['robot', 'user', 'anonymous'])
})

test('the tag of a signature makes an accessory of the digest that it names', () => {
  const hex = 'b2'.repeat(32)
  const [event] = translate(pushEvent({ repository, tag: `sha256-${hex}.sig` })).events
  expect(event?.role).toBe('accessory')
  expect(artifactOf(event!).subject).toBe(`sha256:${hex}`)
})

test('a deletion of neither a digest nor a tag is that of the repository', () => {
  const entry = deleteEvent({ repository, tag: 'v1' })
  const { events } = translate({ ...entry, target: { repository } })
  expect(events).toMatchObject([{ type: 'DELETE_REPOSITORY', repository, artifacts: [] }])
})

test('an envelope of any number of entries is read', () => {
  const blob = blobPushEvent({ repository })
  const { ignored } = translate(...Array.from({ length: 100_001 }, () => blob))
  expect(ignored).toHaveLength(100_001)
})
