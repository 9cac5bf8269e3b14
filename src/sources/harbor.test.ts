import { describe, expect, test } from 'vitest'
import { harborNotifications, translated } from '../../test/support/events/source-frame.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import { harbor } from './harbor.ts'

const BODIES = harborNotifications()
const A1 = `sha256:${'a1'.repeat(32)}`

/** The event of a body; one with a `specversion` is a CloudEvent. */
function eventIn(body: unknown): SourceEvent {
  const isCloudEvent = typeof body === 'object' && body !== null && 'specversion' in body
  const facts = isCloudEvent ? { mediaType: CLOUD_EVENT_TYPE } : {}
  const { events, ignored } = translated(harbor, body, facts)
  expect(ignored).toEqual([])
  expect(events).toHaveLength(1)
  return events[0]!
}

describe('in both formats alike', () => {
  const pairs = BODIES.slice(0, 20).flatMap((body, index) =>
    index % 2 === 0 ? [[body, BODIES[index + 1]]] : [],
  )
  test.each(pairs.map((pair) => [String(pair[0]!['type']), ...pair] as const))(
    '%s is the same event',
    (type, plain, cloud) => {
      const { sourceEventId: hash, ...fromPlain } = eventIn(plain)
      const { sourceEventId, detail, ...fromCloud } = eventIn(cloud)
      const { requestId, ...rest } = detail
      expect({ ...fromCloud, detail: rest }).toEqual(fromPlain)
      expect(fromPlain.type).toBe(type)
      expect(hash).toMatch(/^[0-9a-f]{64}$/)
      expect(sourceEventId).toMatch(/^\/projects\/12\/webhook\/policies\/7 0f6b2c1e-/)
      expect(requestId).toMatch(/^9a1d7c52-/)
    },
  )
})

test('a push carries repository, tag, digest, operator and host', () => {
  expect(eventIn(BODIES[0])).toMatchObject({
    type: 'PUSH_ARTIFACT',
    occurredAtMs: 1_772_359_203_000,
    project: 'shop',
    repository: 'shop/web',
    operator: 'robot$shop+ci',
    actorKind: 'robot',
    artifacts: [{ digest: A1, tag: '1.4.2' }],
    registryHost: 'registry.acme.test',
  })
})

test('a pull by digest has no tag, although Harbor writes the digest in its place', () => {
  expect(eventIn(BODIES[2]).artifacts).toMatchObject([{ digest: A1, tag: null }])
})

test('a scan carries its report', () => {
  const { detail } = eventIn(BODIES[6])
  expect(detail.scan).toMatchObject({
    type: 'vulnerability',
    reports: [
      {
        mediaType: 'application/vnd.security.vulnerability.report; version=1.1',
        status: 'Success',
        severity: 'High',
        durationSeconds: 9,
        summary: { total: 3, fixable: 2, bySeverity: { High: 1, Low: 2 } },
        scanner: { name: 'Trivy', vendor: 'Aqua Security', version: 'v0.60.0' },
        completePercent: 100,
      },
    ],
  })
})

test('a scan that failed has a report without a summary', () => {
  const { scan } = eventIn(BODIES[8]).detail
  expect(scan?.reports).toMatchObject([{ status: 'Error', severity: '', summary: null, scanner: null }])
})

test('a scan of all artifacts has neither type nor report, and is by the system', () => {
  const event = eventIn(BODIES[20])
  expect(event.detail.scan).toMatchObject({ type: null, reports: [] })
  expect(event.actorKind).toBe('system')
})

test('an SBOM names its repository and digest', () => {
  const { scan } = eventIn(BODIES[21]).detail
  const digest = `sha256:${'e5'.repeat(32)}`
  expect(scan).toMatchObject({ type: 'sbom', reports: [{ sbom: { repository: 'shop/web', digest } }] })
})

test('quotas are read out of the sentence', () => {
  const MIB = 1024 * 1024
  expect(eventIn(BODIES[12]).detail.quota).toMatchObject({ usedBytes: 8 * MIB, limitBytes: 10 * MIB })
  const warning = eventIn(BODIES[14])
  expect(warning.detail.quota).toMatchObject({ usedBytes: Math.round(9.1 * MIB), limitBytes: 10 * MIB })
  expect(warning.artifacts).toEqual([])
})

describe('a replication', () => {
  const replication = (src: string, dest: string) => ({
    type: 'REPLICATION',
    occur_at: 1,
    operator: 'admin',
    event_data: { replication: { src_resource: { namespace: src }, dest_resource: { namespace: dest } } },
  })

  test('that pulled belongs to the project that it went to, and is kept as it was reported', () => {
    const event = eventIn(BODIES[16])
    expect(event).toMatchObject({ project: 'shop', repository: '', artifacts: [] })
    const reported = BODIES[16]!['event_data'] as { readonly replication: object }
    expect(event.detail.replication).toEqual(reported.replication)
  })

  test('that pushed belongs to the project that it came from, which Harbor writes at the destination', () => {
    expect(eventIn(replication('remote/deep', 'shop/deep')).project).toBe('shop')
  })

  test('of no project makes no event, and is logged', () => {
    const { events, ignored } = translated(harbor, replication('', ''))
    expect(events).toEqual([])
    expect(ignored).toMatchObject([{ reason: 'replication of no project', unknown: true }])
  })
})

test('a retention belongs to the project that it names, and is kept as it was reported', () => {
  const event = eventIn(BODIES[18])
  expect(event).toMatchObject({ type: 'TAG_RETENTION', project: 'shop', repository: '' })
  expect(event.detail.retention).toMatchObject({ total: 4, retained: 3 })
})

test('Harbor 1.10 is understood by its own names', () => {
  expect(eventIn(BODIES[22])).toMatchObject({ type: 'PUSH_ARTIFACT', repository: 'shop/web' })
  expect(eventIn(BODIES[23])).toMatchObject({
    type: 'UPLOAD_CHART',
    repository: 'shop/cart',
    artifacts: [{ tag: '0.2.1', digest: null }],
    registryHost: 'registry.acme.test',
    detail: { chart: { name: 'cart', version: '0.2.1', sizeBytes: null } },
  })
})

test('Harbor 1.10 lists every tag that a deletion took', () => {
  const { event_data: data } = BODIES[4] as { readonly event_data: { readonly resources: readonly object[] } }
  const resources = [
    { ...data.resources[0], tag: 'a' },
    { ...data.resources[0], tag: 'b' },
  ]
  const { artifacts } = eventIn({ ...BODIES[4], type: 'deleteImage', event_data: { ...data, resources } })
  expect(artifacts.map(({ tag }) => tag)).toEqual(['a', 'b'])
})

test('a retry of Harbor has the same id, anything else another', () => {
  const again = structuredClone(BODIES[0])!
  expect(eventIn(again).sourceEventId).toBe(eventIn(BODIES[0]).sourceEventId)
  expect(eventIn({ ...again, occur_at: 1_772_359_204 }).sourceEventId).not.toBe(
    eventIn(BODIES[0]).sourceEventId,
  )
})

test('an unknown type makes no event, and is logged', () => {
  expect(translated(harbor, { ...BODIES[0], type: 'ARTIFACT_LABELED' })).toEqual({
    events: [],
    ignored: [
      {
        reason: 'unknown event type "ARTIFACT_LABELED"',
        unknown: true,
        example: { ...BODIES[0], type: 'ARTIFACT_LABELED' },
      },
    ],
  })
})

const repository = { repo_full_name: 'shop/web' }
test.each([
  ['no object', [], /^the body must be an object/],
  ['no type', {}, /^type missing/],
  ['a time that is none', { type: 'pushImage', occur_at: -1 }, /^occur_at must be a whole number/],
  ['a time after all times', { type: 'pushImage', occur_at: 9e15 }, /^occur_at is after the year 9999/],
])('%s is refused, and the message names the field', (_, body, message) => {
  expect(() => translated(harbor, body)).toThrow(message)
})

test('a long name of an account is cut, and a control character in it becomes a space', () => {
  const operator = `a\u0000b${'x'.repeat(1100)}`
  expect(eventIn({ ...BODIES[0], operator }).operator).toBe(`a b${'x'.repeat(1020)}…`)
})

test.each([
  ['no repository', { type: 'pushImage', event_data: {} }, /^event_data.repository.repo_full_name missing/],
  [
    'a repository that no registry has',
    { type: 'pushImage', event_data: { repository: { repo_full_name: 'shop/../web' } } },
    /repo_full_name is not in the registry grammar/,
  ],
  [
    'a tag that no registry has',
    { type: 'pushImage', event_data: { repository, resources: [{ tag: 'a b' }] } },
    /^event_data.resources\[0\].tag is not in the registry grammar/,
  ],
  [
    'more resources than anyone deletes',
    { type: 'deleteImage', event_data: { repository, resources: Array(1001).fill({ tag: 'a' }) } },
    /has more than 1000 entries/,
  ],
  [
    'a replication that is nested deeper than any',
    {
      type: 'REPLICATION',
      event_data: { replication: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) },
    },
    /replication is nested more than 32 deep/,
  ],
  [
    'a replication as long as a book',
    { type: 'REPLICATION', event_data: { replication: { a: 'x'.repeat(300_000) } } },
    /longer than 262144 characters/,
  ],
])('a webhook with %s is kept out, and the reason names the field', (_, body, message) => {
  const { events, ignored } = translated(harbor, body)
  expect(events).toEqual([])
  expect(ignored).toMatchObject([{ reason: expect.stringMatching(message), unknown: true, example: body }])
})
