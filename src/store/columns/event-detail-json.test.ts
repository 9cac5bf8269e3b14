import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACTOR_KINDS, type Artifact, type SourceEvent, UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import { eventDetailJson, eventPartsOf } from './event-detail-json.ts'

const text = fc.oneof(
  fc.constantFrom('v1', '#0', '', 'application/vnd.oci.image.manifest.v1+json'),
  fc.string(),
)
const textOrNull = fc.option(text)
const count = fc.option(fc.nat())

const artifact: fc.Arbitrary<Artifact> = fc.record({
  digest: textOrNull,
  tag: textOrNull,
  mediaType: textOrNull,
  artifactType: textOrNull,
  sizeBytes: count,
  contentBytes: count,
  platforms: fc.array(text, { maxLength: 2 }),
  subject: textOrNull,
  tags: fc.option(fc.array(text, { maxLength: 2 })),
})

const parts = fc.record({
  project: fc.constantFrom('shop', 'other', ''),
  actorKind: fc.constantFrom(...ACTOR_KINDS),
  artifacts: fc.array(artifact, { maxLength: 3 }),
  role: fc.constantFrom('root', 'child', 'accessory'),
  registryHost: fc.constantFrom('', 'registry:5000'),
  detail: fc.constantFrom({}, { requestId: 'r' }, { chart: { name: 'c', version: '1', sizeBytes: null } }),
})

const COLUMNS = { repository: 'shop/web', operator: 'ci' }

test('what an event says beside its columns reads back as it was', () => {
  fc.assert(
    fc.property(parts, (said) => {
      const { digest, tag } = said.artifacts[0] ?? UNKNOWN_ARTIFACT
      const json = eventDetailJson({ ...COLUMNS, ...said } as unknown as SourceEvent)
      expect(eventPartsOf(json, { ...COLUMNS, digest, tag })).toEqual(said)
    }),
  )
})

test('the usual takes no room', () => {
  const artifacts = [{ ...UNKNOWN_ARTIFACT, digest: 'sha256:d', tag: 'v1', sizeBytes: 344, tags: ['v1'] }]
  const usual = { project: 'shop', actorKind: 'user', role: 'root', registryHost: '', detail: {}, artifacts }
  const json = eventDetailJson({ ...COLUMNS, ...usual } as unknown as SourceEvent)
  expect(json).toBe('{"a":[{"size":344,"tags":true}]}')
})

test('what earlier versions stored is read', () => {
  const columns = { ...COLUMNS, digest: 'sha256:d', tag: 'v1' }
  const said = {
    project: 'shop',
    actorKind: 'robot',
    artifacts: [],
    role: 'child',
    registryHost: 'r',
    detail: {},
  }
  expect(eventPartsOf(JSON.stringify(said), columns)).toEqual(said)
  const first = { mediaType: 'm', sizeBytes: 1, registryHost: 'r' }
  expect(eventPartsOf(JSON.stringify(first), columns)).toEqual({
    project: 'shop',
    actorKind: 'unknown',
    artifacts: [{ ...UNKNOWN_ARTIFACT, digest: 'sha256:d', tag: 'v1', mediaType: 'm', sizeBytes: 1 }],
    role: 'root',
    registryHost: 'r',
    detail: {},
  })
})
