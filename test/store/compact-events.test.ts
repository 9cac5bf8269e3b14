import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { UNKNOWN_ARTIFACT } from '../../src/domain/event/event.ts'
import { openAccountReader } from '../../src/store/sqlite/open-account-reader.ts'
import type { Schema } from '../../src/store/schema.ts'
import { withOldTables } from '../support/old-database.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openOldStore } from './open-old-store.ts'

const digest = `sha256:${'1'.repeat(64)}`
const odd = 'sha384:Not-Hex'
const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`
const artifact = {
  ...UNKNOWN_ARTIFACT,
  digest,
  tag: 'v1',
  mediaType: 'a type',
  sizeBytes: 7,
  tags: ['v1', 'v2'],
}
const told = {
  project: 'team',
  actorKind: 'robot',
  artifacts: [artifact],
  role: 'child',
  registryHost: 'r',
  detail: { requestId: 'q' },
}
const first = { mediaType: 'a type', sizeBytes: 7, registryHost: 'r' }
const verdicts = [
  { policyId: 1, verdict: 'deliver' },
  { policyId: 9, verdict: 'policy disabled' },
]
const request = {
  line: 'POST / HTTP/1.1',
  headers: { 'webhook-id': `${id(1)}_1`, 'x-bellbuoy-attempt': '1' },
}
const response = { status: 500, headers: { via: ['a', 'b'] }, body: 'down', truncated: false }
const failure = { code: 'status', text: 'HTTP 500', permanent: true, retryAfterMs: null }

async function fill(db: Kysely<Schema>): Promise<void> {
  const event = (n: number, columns: object) => {
    const row = {
      id: id(n),
      source_id: 1,
      source_event_id: `report ${n}`,
      reported_at: n,
      project_id: 1,
      type: 'PUSH_ARTIFACT',
      repository: 'team/app',
      tag: 'v1',
      digest,
      operator: 'ci',
      occurred_at: n,
      accepted_at: n + 1,
      withheld: null,
      verdicts_json: '[]',
      detail_json: JSON.stringify(told),
      sequence: n,
      held_until: null,
      held_client: null,
      merged_into: null,
      late: null,
      ...columns,
    }
    return sql`insert into event (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
      values (${sql.join(Object.values(row).map((value) => sql.lit(value)))})`
  }
  for (const statement of [
    sql`insert into source (name, kind, token, created_at) values ('old', 'distribution', '', 1)`,
    sql`insert into project (name, is_public, created_at, updated_at) values ('team', 0, 1, 1)`,
    sql`insert into repository (path, project_id, created_at, sequence) values ('team/app', 1, 5, 9)`,
    sql`insert into policy (name, description, creator, event_types_json, project_id, enabled, created_at, updated_at)
      values ('builds', '', 'admin', '["PUSH_ARTIFACT"]', 1, 1, 1, 1)`,
    sql`insert into target (type, address, payload_format, policy_id, position, skip_cert_verify)
      values ('http', 'http://receiver/', 'Default', 1, 0, 0)`,
    // Neither in the order of their ids, nor a whole before its parts.
    event(3, { merged_into: id(4), digest: odd, tag: null }),
    event(1, { verdicts_json: JSON.stringify(verdicts) }),
    event(2, { detail_json: JSON.stringify(first), late: 1, withheld: 'switched off' }),
    event(5, { held_until: 99, held_client: 'a client', digest: null }),
    event(4, { type: 'DELETE_REPOSITORY', repository: 'team/other', digest: null, tag: null }),
    sql`insert into payload (id, event_id, format, content_type, headers_json, body, unrendered)
      values (41, ${id(1)}, 'Default', 'application/json', '{"ce-id":"1"}', '{"a":1}', 0)`,
    sql`insert into delivery (id, event_id, state, reason, policy_id, target_id, payload_id, attempts, failures, created_at, updated_at,
        ended_at, project_id, reported_as, redelivery_of) values
      (70, ${id(1)}, 'error', 'HTTP 500', 1, 1, 41, 1, 1, 2, 3, 4, 1, null, null),
      (75, ${id(1)}, 'stopped', 'by hand', 1, 1, 41, 0, 0, 2, 3, 4, 1, 'PULL_ARTIFACT', 70)`,
    sql`insert into attempt (delivery_id, number, started_at, duration_ms, request_json, response_json, failure_json)
      values (70, 1, 2, 20, ${JSON.stringify(request)}, ${JSON.stringify(response)}, ${JSON.stringify(failure)})`,
    sql`insert into last_trigger (event_type, policy_id, at, deliveries)
      values ('PUSH_ARTIFACT', 1, 2, 1), ('PULL_ARTIFACT', 1, 2, 1)`,
  ])
    await statement.execute(db)
}

test('what an older version stored of events, deliveries and attempts reads back as it was', async () => {
  await using folder = await temporaryFolder('compact-events')
  const path = join(folder.path, 'old.db')
  await withOldTables(path, '0022-lasting-failures', fill)
  await using store = await openOldStore(path)

  const { items } = await store.history.events({ projectId: 1 }, 10, null)
  expect(items.map((event) => event.id)).toEqual([5, 4, 3, 2, 1].map(id))
  expect(items[0]).toMatchObject({ heldUntilMs: 99, digest: null })
  expect(items[2]).toMatchObject({ mergedInto: id(4), digest: odd, tag: null })
  expect(items[3]).toMatchObject({ isLate: true, withheld: 'switched off', digest })
  expect(items[4]!.verdicts).toMatchObject([{ policyId: 1, verdict: 'deliver', policy: { name: 'builds' } }])
  const slices = await store.history.events({ projectId: 1, repository: 'team/app' }, 2, id(3))
  expect(slices.items.map((event) => event.id)).toEqual([id(2), id(1)])

  const past = await store.pastEvents.newest({ projectId: 1, withParts: true }, 10)
  expect(past.map(({ event }) => event.id)).toEqual([4, 3, 2, 1].map(id))
  expect(past[3]).toEqual({
    event: {
      ...told,
      id: id(1),
      type: 'PUSH_ARTIFACT',
      repository: 'team/app',
      operator: 'ci',
      occurredAtMs: 1,
      acceptedAtMs: 2,
      sourceId: 1,
      sourceName: 'old',
      sourceKind: 'distribution',
      sourceEventId: 'report 1',
      reportedAtMs: 1,
    },
    projectId: 1,
    sequence: 1,
    repositoryCreatedAtMs: 5,
  })
  expect(past[2]!.event).toMatchObject({
    late: true,
    actorKind: 'unknown',
    artifacts: [{ digest, mediaType: 'a type' }],
  })
  const held = await store.queue.held({ digests: [digest], limit: 5 })
  expect(held).toEqual([])
  expect(await store.queue.held({ limit: 5 })).toMatchObject([{ event: { id: id(5) }, client: 'a client' }])

  const deliveries = await store.history.deliveriesOf([id(1), id(2)])
  expect(deliveries).toMatchObject([
    { id: 70, eventId: id(1), eventType: 'PUSH_ARTIFACT', state: 'error', redeliveryOf: null },
    { id: 75, eventId: id(1), eventType: 'PULL_ARTIFACT', state: 'stopped', redeliveryOf: 70 },
  ])
  expect(await store.history.payload(70)).toEqual({
    contentType: 'application/json',
    headers: { 'ce-id': '1' },
    body: '{"a":1}',
  })
  const attempt = { deliveryId: 70, number: 1, startedAtMs: 2, durationMs: 20, request, response, failure }
  expect(await store.deliveries.attempts(70)).toEqual([attempt])
})

test('the account of an older version names the same events', async () => {
  await using folder = await temporaryFolder('compact-events')
  const path = join(folder.path, 'old.db')
  await withOldTables(path, '0022-lasting-failures', fill)
  await (await openOldStore(path))[Symbol.asyncDispose]()
  await using account = await openAccountReader(path)
  const events = await account.events('')
  expect(events.map(({ id: uuid, mergedInto, deliveries }) => [uuid, mergedInto, deliveries.length])).toEqual(
    [
      [id(1), null, 2],
      [id(2), null, 0],
      [id(3), id(4), 0],
      [id(4), null, 0],
      [id(5), null, 0],
    ],
  )
  const { deliveries } = await account.deliveries(0)
  expect(deliveries).toMatchObject([
    { id: 70, eventId: id(1), missing: [], recorded: { count: 1 } },
    { id: 75, eventId: id(1), missing: [] },
  ])
})
