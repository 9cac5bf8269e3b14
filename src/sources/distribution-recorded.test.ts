import { expect, test } from 'vitest'
import { type Recording, recordedNotifications } from '../../test/support/events/recorded-notifications.ts'
import { translateEnvelope } from '../../test/support/events/translated.ts'
import { UNKNOWN_ARTIFACT, artifactOf } from '../domain/event/event.ts'

/** The events of a recorded registry's notifications on these lines (from 1), in short. */
function eventsOf(recording: Recording, from = 1, to = Infinity): readonly string[] {
  return recordedNotifications(recording)
    .slice(from - 1, to)
    .flatMap(({ body }) => translateEnvelope(body, { ignoredUserAgents: [] }).events)
    .map((event) => {
      const { type, repository } = event
      const { tag, digest } = artifactOf(event)
      const reference = tag === null ? `@${digest?.slice(7, 14)}` : `:${tag}`
      return `${type} ${repository}${reference}`
    })
}

const more = (from: number, to: number) => eventsOf('distribution-2.8-more', from, to)

test('push, two pulls and delete of an image by skopeo are five events', () => {
  expect(eventsOf('distribution-2.8-notifications')).toEqual([
    'PUSH_ARTIFACT library/app:v1',
    'PULL_ARTIFACT library/app:v1',
    'PULL_ARTIFACT library/app:v1',
    'DELETE_ARTIFACT library/app@2973d7a',
    'DELETE_TAG library/app:v1',
  ])
})

test('a recorded push carries its user, digest, tag, size, time and host', () => {
  const [push] = recordedNotifications('distribution-2.8-notifications')
  expect(translateEnvelope(push?.body, { ignoredUserAgents: [] })).toEqual({
    events: [
      {
        sourceEventId: 'e658d8e3-14a4-49c7-908e-5294891c7a63',
        type: 'PUSH_ARTIFACT',
        occurredAtMs: Date.parse('2026-11-21T21:30:50.766Z'),
        reportedAtMs: Date.parse('2026-11-21T21:30:50.766Z'),
        repository: 'library/app',
        project: 'library',
        operator: 'ci',
        actorKind: 'user',
        artifacts: [
          {
            ...UNKNOWN_ARTIFACT,
            digest: 'sha256:2973d7a19d85d19596897c20fd6d15ff1fef4ab137974863cccc3b1613697a7f',
            tag: 'v1',
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            artifactType: 'application/vnd.oci.image.config.v1+json',
            sizeBytes: 344,
            contentBytes: 344 + 292 + 97,
          },
        ],
        role: 'root',
        registryHost: '127.0.0.1:5000',
        detail: { requestId: 'c5104a49-defd-446a-a258-5e9f8bbc7ecd' },
        references: [
          {
            digest: 'sha256:c435ebd64b67fe67b4f1acf2d4f4fbf4fb7ab11b8fd0a33b9d7640117bdeca12',
            mediaType: 'application/vnd.oci.image.config.v1+json',
            sizeBytes: 292,
            platform: null,
          },
          {
            digest: 'sha256:942be3a650afcfdaa6591a8cec8193b99326c159085a56d268cdd05061eb339a',
            mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
            sizeBytes: 97,
            platform: null,
          },
        ],
        instance: '4281868d-c393-40c9-9ba4-ec5f110598c4',
        client: '127.0.0.1 skopeo/1.9.3',
      },
    ],
    ignored: [],
  })
})

test('a push of an image is one event, whatever blobs came with it', () => {
  expect(more(1, 3)).toEqual(['PUSH_ARTIFACT team/app:v1'])
})

test('the same image pushed again is pushed again', () => {
  expect(more(4, 6)).toEqual(['PUSH_ARTIFACT team/app:v1'])
})

test('a copy inside the registry is a pull and a push', () => {
  expect(more(7, 11)).toEqual(['PULL_ARTIFACT team/app:v1', 'PUSH_ARTIFACT team/app:v2'])
})

test('a push as Docker schema 2 with a mounted layer is one event', () => {
  expect(more(12, 15)).toEqual(['PUSH_ARTIFACT team/docker:v1'])
})

test('a push of an OCI index is a push of each image by digest and of the index by tag', () => {
  const images = ['PUSH_ARTIFACT team/multi@9f71ee5', 'PUSH_ARTIFACT team/multi@790769e']
  expect(more(16, 22)).toEqual([...images, 'PUSH_ARTIFACT team/multi:v1'])
  expect(more(60, 66)).toEqual([...images, 'PUSH_ARTIFACT team/multi:v1'])
})

test('a push of a Docker manifest list is a push of each image by digest and of the list by tag', () => {
  expect(more(23, 31)).toEqual([
    'PUSH_ARTIFACT team/list@3550eda',
    'PUSH_ARTIFACT team/list@1bec695',
    'PUSH_ARTIFACT team/list:v1',
  ])
})

test('a pull of an index is a pull of the index and of each image', () => {
  expect(more(32, 38)).toEqual([
    'PULL_ARTIFACT team/multi:v1',
    'PULL_ARTIFACT team/multi@9f71ee5',
    'PULL_ARTIFACT team/multi@790769e',
  ])
})

test('a HEAD of a manifest is no pull, by tag or by digest; a GET by digest is one', () => {
  expect(more(41, 42)).toEqual([])
  expect(more(43, 43)).toEqual(['PULL_ARTIFACT team/app@de2aba0'])
})

test('the GET of a blob and a mount are no events', () => {
  expect(more(44, 45)).toEqual([])
})

test('a manifest with two tags is deleted as one artifact and two tags', () => {
  expect(more(47, 49)).toEqual([
    'DELETE_ARTIFACT team/app@de2aba0',
    'DELETE_TAG team/app:v1',
    'DELETE_TAG team/app:v2',
  ])
})

test('a repository without a slash keeps its name', () => {
  expect(more(53, 59)).toEqual([
    'PUSH_ARTIFACT plain:v1',
    'PULL_ARTIFACT plain:v1',
    'DELETE_ARTIFACT plain@de2aba0',
    'DELETE_TAG plain:v1',
  ])
})

test('a registry without users names no operator', () => {
  const [, , push] = recordedNotifications('distribution-2.8-more').slice(66)
  const { events } = translateEnvelope(push?.body, { ignoredUserAgents: [] })
  expect(events).toMatchObject([{ repository: 'team/anonymous', operator: '' }])
})

test('the manifests of a recorded index are known by its references, and its size is not invented', () => {
  const body = recordedNotifications('distribution-2.8-more')[65]?.body
  const [index] = translateEnvelope(body, { ignoredUserAgents: [] }).events
  expect(index?.references?.map(({ digest }) => digest.slice(7, 14))).toEqual(['9f71ee5', '790769e'])
  expect(artifactOf(index!)).toMatchObject({ tag: 'v1', artifactType: null, contentBytes: null })
})
