import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readWebhook } from './read-webhook.ts'
import type { Facts } from './webhook.ts'

interface Recorded {
  readonly situation: string
  readonly format: string
  readonly content_type: string
  readonly body: string
}

const fixtures = new URL('../../../test/fixtures/', import.meta.url)
const recorded = lines('harbor-2.16-webhooks.ndjson').map((line) => JSON.parse(line) as Recorded)

function lines(name: string): readonly string[] {
  return readFileSync(new URL(name, fixtures), 'utf8').trim().split('\n')
}

function eventsIn(body: string, contentType = 'application/json'): readonly Facts[] {
  const reading = readWebhook({ headers: { 'content-type': contentType }, body: Buffer.from(body) })
  if ('fault' in reading) throw new Error(reading.fault.text)
  return reading.events
}

function eventsOf(situation: string, format: string): readonly Facts[] {
  const found = recorded.find((one) => one.situation === situation && one.format === format)
  return eventsIn(found?.body ?? '', found?.content_type)
}

test('every webhook that a real Harbor sent is read, with its type and project', () => {
  for (const { body, content_type } of recorded) {
    for (const facts of eventsIn(body, content_type)) {
      expect(facts.eventType, body).not.toBeNull()
      expect(facts.project, body).toMatch(/^cap/)
    }
  }
})

test('a situation reads the same in both of its formats', () => {
  for (const situation of ['push tag', 'pull by tag', 'push nested repo', 'push untagged', 'scan stop']) {
    expect(eventsOf(situation, 'CloudEvents'), situation).toEqual(eventsOf(situation, 'Default'))
  }
})

test.for(['Default', 'CloudEvents'])('a push in %s', (format) => {
  expect(eventsOf('push tag', format)).toEqual([
    {
      eventType: 'PUSH_ARTIFACT',
      project: 'cap',
      repository: 'cap/app',
      tag: 'v1',
      digest: 'sha256:c418d7ff83c8afb511d3d74bc9281b59d904443c74298ce92ecfc56e50963306',
      resourceUrl: '127.0.0.1:28080/cap/app:v1',
      operator: 'admin',
      severity: '',
    },
  ])
})

test('a push without a tag has none, though Harbor repeats the digest there', () => {
  const [facts] = eventsOf('push untagged', 'Default')
  expect(facts?.tag).toBe('')
  expect(facts?.digest).toMatch(/^sha256:/)
})

test('a scan names the worst severity that it found, one of everything none', () => {
  expect(eventsOf('scan completed', 'Default')[0]?.severity).toBe('High')
  expect(eventsOf('scan all', 'Default')[0]?.severity).toBe('')
  expect(eventsOf('scan stop', 'Default')[0]?.severity).toBe('')
})

test('replication and retention name their project alone', () => {
  const replication = lines('harbor-notifications.ndjson').find((line) => line.includes('"REPLICATION"'))
  expect(eventsIn(replication ?? '')).toMatchObject([
    { eventType: 'REPLICATION', project: 'shop', repository: '', operator: 'admin' },
  ])
  const retention = recorded.find(({ body }) => body.includes('"TAG_RETENTION"'))
  expect(eventsIn(retention?.body ?? '')).toMatchObject([
    { eventType: 'TAG_RETENTION', project: 'cap', repository: '', operator: 'admin' },
  ])
})

test('what Harbor 1.8 to 1.10 sent is read by the same names', () => {
  const body = {
    type: 'scanningCompleted',
    occur_at: 1,
    operator: 'auto',
    event_data: {
      resources: [{ digest: 'sha256:1', tag: 'v1', scan_overview: { severity: 5, scan_status: 'finished' } }],
      repository: { name: 'app', namespace: 'team', repo_full_name: 'team/app', repo_type: 'public' },
    },
  }
  expect(eventsIn(JSON.stringify(body))).toMatchObject([
    { eventType: 'SCANNING_COMPLETED', repository: 'team/app', tag: 'v1', severity: 'Critical' },
  ])
})
