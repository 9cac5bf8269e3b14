import { describe, expect, test } from 'vitest'
import { translated } from '../../test/support/events/source-frame.ts'
import type { NotificationFrame } from '../domain/registry/source.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import { zot } from './zot.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const IMAGE = {
  name: 'team/app',
  reference: 'v1',
  digest: DIGEST,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
}

/** As zot's HTTP sink sends it: attributes as headers, the data alone as body. */
function binary(type: string, data: object, facts: Partial<NotificationFrame> = {}) {
  return translated(zot, data, {
    headers: {
      'ce-specversion': '1.0',
      'ce-id': '3c9b7c1e-1',
      'ce-source': 'zotregistry.dev',
      'ce-type': type,
      'ce-time': '2026-03-01T10:00:03.5Z',
    },
    ...facts,
  })
}

const type = (name: string): string => `zotregistry.${name}`

test('an updated image is a push, by a tag', () => {
  const { events } = binary(type('image.updated'), { ...IMAGE, manifest: '{"schemaVersion":2}' })
  expect(events).toMatchObject([
    {
      sourceEventId: 'zotregistry.dev 3c9b7c1e-1',
      type: 'PUSH_ARTIFACT',
      occurredAtMs: Date.parse('2026-03-01T10:00:03.500Z'),
      project: 'team',
      repository: 'team/app',
      operator: '',
      actorKind: 'unknown',
      artifacts: [{ digest: DIGEST, tag: 'v1', mediaType: IMAGE.mediaType, sizeBytes: 19 }],
    },
  ])
})

describe('the manifest of a push', () => {
  const SUBJECT = `sha256:${'cd'.repeat(32)}`
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: DIGEST, size: 100 }
  const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: SUBJECT, size: 1000 }
  const pushed = (manifest: unknown, data: object = {}) => {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
    return binary(type('image.updated'), { ...IMAGE, ...data, manifest: text }).events[0]!
  }

  test('tells artifact type and the bytes of all that it refers to', () => {
    const manifest = { schemaVersion: 2, mediaType: IMAGE.mediaType, config, layers: [layer] }
    const { artifacts, references } = pushed(manifest)
    const sizeBytes = JSON.stringify(manifest).length
    expect(artifacts[0]).toMatchObject({
      sizeBytes,
      artifactType: config.mediaType,
      contentBytes: sizeBytes + 1100,
    })
    expect(references).toHaveLength(2)
  })

  test('tells its subject: it is an accessory', () => {
    const subject = { mediaType: IMAGE.mediaType, digest: SUBJECT, size: 400 }
    const event = pushed({
      schemaVersion: 2,
      config,
      layers: [layer],
      artifactType: 'application/sbom',
      subject,
    })
    expect(event).toMatchObject({
      role: 'accessory',
      artifacts: [{ subject: SUBJECT, artifactType: 'application/sbom' }],
    })
  })

  test.each([
    ['cut off', '{"schemaVersion":2,"config":{'],
    ['with a descriptor that is none', JSON.stringify({ config: { digest: 'x', size: -1 } })],
    ['that is no object', '[]'],
  ])('%s does not keep the push out: it is known without', (_, manifest) => {
    expect(pushed(manifest)).toMatchObject({
      type: 'PUSH_ARTIFACT',
      artifacts: [{ digest: DIGEST, artifactType: null, sizeBytes: manifest.length }],
    })
  })

  test('of 4 MiB, the most that registries take, is read, and a user agent of any length is cut', () => {
    const annotations = { padding: 'x'.repeat(4 * 1024 * 1024) }
    const request = { addr: '10.0.0.1:4000', method: 'PUT', useragent: 'u'.repeat(5000) }
    const event = pushed({ schemaVersion: 2, config, layers: [layer], annotations }, { request })
    expect(event.artifacts[0]).toMatchObject({ artifactType: config.mediaType })
    expect(event.client).toHaveLength(1024)
  })
})

test('an updated image is a push, by its digest', () => {
  const { events } = binary(type('image.updated'), { ...IMAGE, reference: DIGEST })
  expect(events[0]!.artifacts).toMatchObject([{ digest: DIGEST, tag: null }])
})

test('newer versions report the actor', () => {
  const request = { addr: '10.0.0.1:4000', method: 'PUT', useragent: 'skopeo' }
  const by = (data: object) => binary(type('image.updated'), { ...IMAGE, ...data }).events[0]!
  expect(by({ actor: { name: 'alice' }, request })).toMatchObject({ operator: 'alice', actorKind: 'user' })
  expect(by({ request })).toMatchObject({ operator: '', actorKind: 'anonymous' })
})

test('a structured CloudEvent says the same', () => {
  const body = {
    specversion: '1.0',
    id: '3c9b7c1e-1',
    source: 'zotregistry.dev',
    time: '2026-03-01T10:00:03.5Z',
    type: type('image.updated'),
    datacontenttype: 'application/json',
    data: IMAGE,
  }
  const structured = translated(zot, body, { mediaType: CLOUD_EVENT_TYPE })
  expect(structured).toEqual(binary(type('image.updated'), IMAGE))
})

test('the namespace of the types may be another one', () => {
  expect(binary('com.example.registry.image.updated', IMAGE).events).toHaveLength(1)
})

describe('a deletion', () => {
  const deleted = (reference: string, settings = {}) =>
    binary(type('image.deleted'), { ...IMAGE, reference }, { settings }).events[0]!

  test('by digest is that of the image', () => {
    expect(deleted(DIGEST)).toMatchObject({
      type: 'DELETE_ARTIFACT',
      artifacts: [{ digest: DIGEST, tag: null }],
    })
  })

  test('by tag is that of the tag, or of the image where the settings say so', () => {
    expect(deleted('v1')).toMatchObject({ type: 'DELETE_TAG', artifacts: [{ tag: 'v1' }] })
    expect(deleted('v1', { tag_delete_is_image_delete: true }).type).toBe('DELETE_ARTIFACT')
  })
})

test('a scan carries its counts', () => {
  const summary = {
    count: 5,
    fixableCount: 2,
    unknownCount: 0,
    lowCount: 3,
    mediumCount: 1,
    highCount: 1,
    criticalCount: 0,
    maxSeverity: 'HIGH',
  }
  const { events } = binary(type('image.scanned'), { ...IMAGE, summary })
  expect(events).toMatchObject([
    {
      type: 'SCANNING_COMPLETED',
      actorKind: 'system',
      detail: {
        scan: {
          type: 'vulnerability',
          reports: [
            {
              severity: 'High',
              summary: { total: 5, fixable: 2, bySeverity: { Low: 3, Medium: 1, High: 1 } },
            },
          ],
        },
      },
    },
  ])
})

test.each([
  ['image.lint_failed', false],
  ['repository.created', false],
  ['image.renamed', true],
])('%s makes no event; whether it is logged: %s', (name, unknown) => {
  const { events, ignored } = binary(type(name), IMAGE)
  expect(events).toEqual([])
  expect(ignored).toMatchObject([{ unknown }])
})

test.each([
  ['without a name', {}, /name missing/],
  ['with a name that no registry has', { ...IMAGE, name: 'Team/App' }, /name is not in the registry grammar/],
  [
    'with a reference that is none',
    { ...IMAGE, reference: 'a b' },
    /reference is not in the registry grammar/,
  ],
  ['with a number for a manifest', { ...IMAGE, manifest: 7 }, /manifest must be a string/],
])('an image %s is kept out', (_, data, message) => {
  const { events, ignored } = binary(type('image.updated'), data)
  expect(events).toEqual([])
  expect(ignored).toMatchObject([{ reason: expect.stringMatching(message), unknown: true }])
})

test('a long name of an account is cut, and a control character in it becomes a space', () => {
  const { events } = binary(type('image.updated'), { ...IMAGE, actor: { name: `a\tb${'x'.repeat(1100)}` } })
  expect(events).toMatchObject([{ operator: `a b${'x'.repeat(1020)}…` }])
})

test('a manifest of 4 MiB, the largest that a registry takes, is no fault', () => {
  const manifest = ' '.repeat(4 * 1024 * 1024)
  const { events } = binary(type('image.updated'), { ...IMAGE, manifest })
  expect(events).toMatchObject([{ artifacts: [{ sizeBytes: 4 * 1024 * 1024 }] }])
})

test('a body that is no CloudEvent is refused', () => {
  expect(() => translated(zot, IMAGE)).toThrow(/specversion missing/)
  expect(() => binary('', IMAGE)).toThrow(/type missing/)
})
