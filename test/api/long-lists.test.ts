import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const DELIVERIES = 1_000_000
const EVENTS = 100_000
const POLICIES = 10_000
/** How much slower a first page of the long list may be: room for the noise of a shared machine, not for a scan. */
const MAX_RATIO = 5

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ needsFile: true })
  for (const name of ['long', 'short']) {
    await app.api.post('/api/v2.0/projects', { project_name: name })
    const targets = [{ type: 'http', address: 'http://127.0.0.1:9' }]
    const policy = { name: 'p', enabled: true, event_types: ['PUSH_ARTIFACT'], targets }
    await app.api.post(`/api/v2.0/projects/${name}/webhook/policies`, policy)
    // A full page in the short list too: what a page holds shall not make the difference.
    const tags = Array.from({ length: 20 }, (_, index) => `v${index}`)
    const pushes = tags.map((tag) => pushEvent({ repository: `${name}/web`, tag, user: 'ci' }))
    await app.postEnvelope(envelope(pushes))
  }
  const [{ file }] = app.rows('select file from pragma_database_list') as [{ file: string }]
  using database = new DatabaseSync(file, { timeout: 20_000 })
  // What the store itself would have written: ended deliveries, and how many there are.
  database.exec(`
    begin;
    insert into event (id, uuid, source_id, source_event_id, reported_at, project_id, type, repository, operator, occurred_at,
      accepted_at, verdicts_json, detail_json, sequence)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${EVENTS})
    select 1000000 + i, unhex(printf('00000000000070008000%012d', i)), 1, 'event ' || i, 0, 1, 'PUSH_ARTIFACT', 'long/web', '', 0, 0,
      '[]', '{}', 0 from n;
    insert into delivery (event_id, project_id, policy_id, target_id, payload_id, state, attempts, failures, reason,
      created_at, updated_at, ended_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${DELIVERIES})
    select 1000001 + i % ${EVENTS}, 1, 1, 1, 1, 'success', 1, 0, '', 0, 0, 0
    from n;
    update last_trigger set deliveries = deliveries + ${DELIVERIES} where policy_id = 1;
    insert into policy (project_id, name, description, creator, enabled, event_types_json, created_at, updated_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${POLICIES})
    select 1, 'policy ' || i, '', '', 0, '[]', i, i from n;
    commit`)
}, 120_000)
afterAll(() => app[Symbol.asyncDispose]())

test.for([
  ['policies', 'webhook/policies', String(POLICIES + 1)],
  ['deliveries', 'webhook/deliveries', undefined],
  ['received events', 'webhook/received-events', undefined],
  ['executions of a policy', 'webhook/policies/ID/executions', String(DELIVERIES + 20)],
] as const)('the first page of %s costs what it costs in a short list', async ([, path, total]) => {
  const of = (project: 'long' | 'short') =>
    `/api/v2.0/projects/${project}/${path.replace('ID', project === 'long' ? '1' : '2')}`
  const time = async (url: string): Promise<number> => {
    const began = performance.now()
    const { status } = await app.api.get(url)
    expect(status).toBe(200)
    return performance.now() - began
  }
  const times: { long: number[]; short: number[] } = { long: [], short: [] }
  // In turns, so that what else runs on the machine slows both.
  for (let round = 0; round < 15; round++) {
    times.short.push(await time(of('short')))
    times.long.push(await time(of('long')))
  }
  const { headers } = await app.api.get(of('long'))
  expect(headers['x-total-count']).toBe(total)
  const ratio = median(times.long) / median(times.short)
  if (process.env['SHOW_TIMES'] !== undefined) {
    console.log(`${path}: ${median(times.long).toFixed(2)} ms, short ${median(times.short).toFixed(2)} ms`)
  }
  expect(ratio).toBeLessThan(MAX_RATIO)
})

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}
