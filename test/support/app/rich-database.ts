import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { envelope, pullEvent, pushEvent, randomDigest } from '../events/envelopes.ts'
import { startReceiver } from '../receivers/receiver.ts'
import { startBellbuoy } from './bellbuoy-process.ts'
import { writeLargeHistory } from './large-history.ts'
import { createPolicy } from './webhook-policy.ts'

const EVENTS = 5000
const repository = 'shop/web'
const HOUR_MS = 3_600_000

/** A text with what databases, shells and protocols treat in a special way, but for NUL. */
export const ODD_TEXT = `'"\\ $1 :x %s {"a":[]} \u0001\t\r\n \ud83d\udd14 e\u0301 \ufffd \ufeff`
export const AUTH_HEADER = 'Bearer anchor-9'

/**
 * A folder in which Bellbuoy ran: real deliveries that succeeded, failed, wait and were cut off by a kill, people, rules with secrets, a large
 * history, and texts that are odd: one holds NUL, a payload has 9 MB.
 *
 * @returns the path of its file
 */
export async function createRichDatabase(dir: string): Promise<string> {
  const file = join(dir, 'bellbuoy.db')
  await (await startBellbuoy({ dir })).kill('SIGTERM')
  writeLargeHistory(file, { events: EVENTS, projects: 7, nowMs: Date.now(), spanMs: 24 * HOUR_MS })
  await work(dir)
  addOddTexts(file)
  return file
}

async function work(dir: string): Promise<void> {
  await using good = await startReceiver()
  await using bad = await startReceiver({ respond: () => ({ status: 500 }) })
  await using bellbuoy = await startBellbuoy({
    dir,
    env: { BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '10', BELLBUOY_WEBHOOK_MAX_RETRY: '1' },
  })
  const project = 'shop'
  const secret = { type: 'http', address: good.url(), auth_header: AUTH_HEADER }
  await createPolicy(bellbuoy.api, { project, name: 'good', targets: [secret, good.url('/two')] })
  const failing = await createPolicy(bellbuoy.api, { project, name: 'bad', targets: [bad.url()] })
  await bellbuoy.api.post('/api/v2.0/users', {
    username: 'mia',
    email: 'mia@example.test',
    password: 'Sea-2026',
    realname: 'Mia',
  })
  const access = [{ resource: '*', action: 'read' }]
  const permissions = [{ kind: 'project', namespace: project, access }]
  await bellbuoy.api.post('/api/v2.0/users/current/tokens', { name: 'laptop', permissions })
  await bellbuoy.api.post('/api/v2.0/device-logins', { client: 'desk' })
  const push = () => pushEvent({ repository, tag: 'v1', digest: randomDigest() })
  await bellbuoy.postEnvelope(
    envelope([push(), push(), push(), pullEvent({ repository, digest: randomDigest() })]),
  )
  await good.waitFor(6)
  await failing.ended(3)
  void bellbuoy.postEnvelope(envelope([push(), push()])).catch(() => null)
  await bellbuoy.kill('SIGKILL')
}

function addOddTexts(file: string): void {
  using database = new DatabaseSync(file)
  database.exec(`update source_account set received = received + ${EVENTS} where source_id = 1`)
  // The large history leaves out the types of triggers, and how attempts failed.
  database.exec(`delete from last_trigger where policy_id > 1000;
    insert into last_trigger (event_type, policy_id, at, deliveries)
    select e.type, d.policy_id, max(d.created_at), count(*) from delivery d join event e on e.id = d.event_id
    where d.policy_id > 1000 group by d.policy_id, e.type`)
  database.exec(`update attempt set failure_json = '{"code":"status","text":"HTTP 503","permanent":false,"retryAfterMs":null}'
    where failure_json is null and delivery_id in (select id from delivery where failures = 1 and attempts = 1)`)
  database
    .prepare(`update event set operator = :odd where id = (select min(id) from event)`)
    .run({ odd: ODD_TEXT })
  database
    .prepare(`update event set operator = :odd where id = (select max(id) from event)`)
    .run({ odd: 'a\0b\0' })
  database
    .prepare(`update payload set body = :body where id = (select min(id) from payload)`)
    .run({ body: `"${'\u20ac'.repeat(3_000_000)}"` })
  // Of a user that is gone: its id does not come again.
  database.exec(`update sqlite_sequence set seq = 5000 where name = 'user'`)
}
