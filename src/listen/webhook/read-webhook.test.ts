import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Headers } from './headers.ts'
import { readWebhook } from './read-webhook.ts'
import type { Facts, Webhook } from './webhook.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

function read(body: string | Buffer, headers: Headers = JSON_HEADERS): Webhook {
  const reading = readWebhook({ headers, body: Buffer.from(body) })
  if ('fault' in reading) throw new Error(reading.fault.text)
  return reading
}

function faultOf(body: string | Buffer, headers: Headers = JSON_HEADERS) {
  const reading = readWebhook({ headers, body: Buffer.from(body) })
  return 'fault' in reading ? reading.fault : null
}

const NOTHING: Facts = {
  eventType: null,
  project: '',
  repository: '',
  tag: '',
  digest: '',
  resourceUrl: '',
  operator: '',
  severity: '',
}

test('the body is kept byte for byte', () => {
  const body = Buffer.from([0x7b, 0x20, 0x7d, 0x0a])
  expect(read(body).body.equals(body)).toBe(true)
})

test('a body in no format has the facts of its headers', () => {
  const headers = { 'x-bellbuoy-event': 'pushImage', 'x-bellbuoy-repository': 'team/app' }
  const expected = [{ ...NOTHING, eventType: 'PUSH_ARTIFACT', project: 'team', repository: 'team/app' }]
  for (const body of ['{"text": "hi"}', '[]', 'plain text', '', '{"cut'])
    expect(read(body, headers).events, body).toEqual(expected)
  expect(read('{}').events).toEqual([NOTHING])
})

test('a header is read as UTF-8 where it is', () => {
  const sent = Buffer.from('team/größe').toString('latin1')
  expect(read('{}', { 'x-bellbuoy-repository': sent }).events[0]?.repository).toBe('team/größe')
  expect(read('{}', { 'x-bellbuoy-repository': 'team/\xe9' }).events[0]?.repository).toBe('team/\xe9')
})

test('what says that it is JSON and is not is a fault that says what to do', () => {
  expect(faultOf('{"type":"PUSH_ART')).toMatchObject({ code: 'not JSON' })
  expect(faultOf('')?.text).toContain('the body is empty')
  expect(faultOf(Buffer.from([0x22, 0xff, 0x22]))?.text).toContain('the body is not UTF-8')
  expect(faultOf('x', { 'content-type': 'application/cloudevents+json; charset=utf-8' })).not.toBeNull()
  expect(faultOf('x', { 'content-type': 'application/jsonish' })).toBeNull()
})

test('a mark of the byte order does not hide what a body says', () => {
  expect(read('\ufeff{"type":"pushImage","event_data":{}}').events[0]?.eventType).toBe('PUSH_ARTIFACT')
})

test('an event type that Bellbuoy does not have is null, and the other facts are there', () => {
  const body = '{"type":"FUTURE","event_data":{"repository":{"repo_full_name":"a/b","namespace":"a"}}}'
  expect(read(body).events).toEqual([{ ...NOTHING, project: 'a', repository: 'a/b' }])
})

test('of two equal keys the last counts, as for jq and JavaScript', () => {
  const body =
    '{"type":"PULL_ARTIFACT","type":"PUSH_ARTIFACT","event_data":{"repository":{"repo_full_name":"a/b"}}}'
  expect(read(body).events[0]?.eventType).toBe('PUSH_ARTIFACT')
})

test('keys of prototypes are keys like others', () => {
  const body =
    '{"__proto__":{"type":"PUSH_ARTIFACT"},"constructor":{"prototype":{"x":1}},"event_data":{"__proto__":{"resources":[{}]}}}'
  expect(read(body).events).toEqual([NOTHING])
  expect(({} as { type?: string }).type).toBeUndefined()
})

test('fields of another kind count as empty, and halves of characters are replaced', () => {
  const body = {
    type: 'PUSH_ARTIFACT',
    operator: { name: 'x' },
    event_data: {
      resources: [{ tag: 7, digest: ['sha256:1'], resource_url: 'a\ud800b', scan_overview: 'High' }],
      repository: [],
    },
  }
  expect(read(JSON.stringify(body)).events).toEqual([
    { ...NOTHING, eventType: 'PUSH_ARTIFACT', resourceUrl: 'a\ufffdb' },
  ])
})

test('too many events are refused, and as many as there may be are read', () => {
  const withEvents = (count: number): string =>
    `{"event_type":"pushImage","events":[${Array<string>(count).fill('{}').join(',')}]}`
  expect(read(withEvents(1000)).events).toHaveLength(1000)
  expect(faultOf(withEvents(1001))).toMatchObject({ code: 'too many events' })
})

test('a long name that many events share is not kept for each of them', () => {
  const shared = (count: number): string =>
    JSON.stringify({
      type: 'deleteImage',
      event_data: Array(count).fill({}),
      repository: { repo_full_name: 'a'.repeat(100_000) },
    })
  expect(read(shared(20)).events).toHaveLength(20)
  expect(faultOf(shared(100))).toMatchObject({ code: 'too many events' })
})

test.for([
  ['deep lists', '['.repeat(500_000) + ']'.repeat(500_000)],
  ['deep objects', '{"event_data":'.repeat(70_000) + '{}' + '}'.repeat(70_000)],
  [
    'a deep event',
    `{"type":"PUSH_ARTIFACT","event_data":{"resources":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`,
  ],
  [
    'a long name',
    `{"type":"PUSH_ARTIFACT","event_data":{"repository":{"repo_full_name":"${'a'.repeat(1_000_000)}"}}}`,
  ],
  ['many events', `{"event_type":"pushImage","events":[${Array<string>(300_000).fill('{}').join(',')}]}`],
  [
    'many reports',
    `{"type":"SCANNING_COMPLETED","event_data":{"resources":[{"scan_overview":{${manyReports()}}}]}}`,
  ],
] as const)('%s take little time', ([, body]) => {
  const start = performance.now()
  readWebhook({ headers: JSON_HEADERS, body: Buffer.from(body) })
  expect(performance.now() - start).toBeLessThan(2000)
})

function manyReports(): string {
  return Array.from({ length: 40_000 }, (_, index) => `"${index}":{"severity":"High"}`).join(',')
}

/** Values under the keys that formats have, and others. */
const { hostile } = fc.letrec<{ hostile: unknown }>((tie) => ({
  hostile: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'binary' }),
    fc.constantFrom('PUSH_ARTIFACT', 'harbor.artifact.pushed', '1.0', null, 5, -1, NaN, true),
    fc.array(tie('hostile'), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom(
        'type',
        'event_type',
        'event_data',
        'events',
        'data',
        'specversion',
        'version',
        'artifacts',
        'project',
        'repository',
        'resources',
        'scan_overview',
        'severity',
        'issues',
        'replication',
        'retention',
        'operator',
        '__proto__',
        'constructor',
        'toString',
        'tag',
        'digest',
      ),
      tie('hostile'),
      { maxKeys: 8 },
    ),
  ),
}))

const someHeaders = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'ce-type',
    'ce-specversion',
    'ce-operator',
    'webhook-id',
    'x-bellbuoy-event',
    'x-bellbuoy-repository',
    'x-bellbuoy-redelivery',
  ),
  fc.oneof(fc.string(), fc.constantFrom('application/json', '1.0', '%', '%ff', '%ED%A0%80')),
)

test('no body makes it throw, and every fact is a well-formed text', () => {
  const anyBody = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    hostile.map((value) => Buffer.from(JSON.stringify(value))),
  )
  fc.assert(
    fc.property(anyBody, someHeaders, (body, headers) => {
      const reading = readWebhook({ headers, body })
      if ('fault' in reading) return
      for (const { eventType: _, ...texts } of reading.events) {
        for (const text of Object.values(texts)) expect(text.isWellFormed()).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})
