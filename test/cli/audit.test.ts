import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditReport, expectBalanced, runAudit } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pullEvent, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { createOldDatabase } from '../support/old-database.ts'
import { uuidOf } from '../../src/store/columns/uuid-bytes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts'

const TIMEOUT = { timeout: 60_000 }
const repository = 'shop/web'
const client = { repository, user: 'ci', useragent: 'crane/0.20' }
const push = () => pushEvent({ repository, tag: 'v1', digest: randomDigest() })
const EVERYTHING = '/api/v2.0/projects/shop/webhook'

/** What a busy day left behind; each test damages a copy. */
let busy: TemporaryFolder

beforeAll(async () => {
  busy = await temporaryFolder('audit')
  await busyDay(busy.path)
}, 60_000)

afterAll(async () => {
  await busy[Symbol.asyncDispose]()
})

async function busyCopy(): Promise<TemporaryFolder> {
  const copy = await temporaryFolder('audit')
  using database = openDatabase(busy.path)
  database.prepare('vacuum into :to').run({ to: join(copy.path, 'bellbuoy.db') })
  return copy
}

/** What a busy day leaves behind, with a kill in its middle. */
async function busyDay(dir: string): Promise<void> {
  await using good = await startReceiver()
  await using bad = await startReceiver({ respond: () => ({ status: 500 }) })
  const env = {
    BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '10',
    BELLBUOY_WEBHOOK_MAX_RETRY: '1',
    BELLBUOY_SETTLE_MS: '300',
  }
  const first = await startBellbuoy({ dir, env })
  const project = 'shop'
  const eventTypes = ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'CREATE_TAG']
  const both = [good.url('/one'), good.url('/two')]
  const delivered = await createPolicy(first.api, { project, name: 'good', eventTypes, targets: both })
  await createPolicy(first.api, { project, name: 'bad', targets: [bad.url()] })
  await createPolicy(first.api, {
    project,
    name: 'charts',
    eventTypes: ['UPLOAD_CHART'],
    targets: [good.url()],
  })
  await createPolicy(first.api, {
    project,
    name: 'harbor',
    eventTypes,
    harborWay: true,
    targets: [good.url()],
  })
  const gone = await createPolicy(first.api, { project, name: 'gone', targets: [bad.url('/gone')] })

  const known = push()
  await first.postEnvelope(envelope([known, push()]))
  const digest = randomDigest()
  await first.postEnvelope(envelope([pullEvent({ ...client, digest }), pullEvent({ ...client, digest })]))
  await first.postEnvelope(envelope([known]))
  // Joined to the pull before it is stored.
  await first.postEnvelope(envelope([pullEvent({ ...client, digest })]))
  // Held, since the registry has not said yet what it belongs to.
  await first.postEnvelope(envelope([pushEvent({ ...client, digest: randomDigest(), references: [] })]))
  await good.waitFor(6)
  void first.postEnvelope(envelope([push(), push(), push()])).catch(() => null)
  await first.kill('SIGKILL')

  await using second = await startBellbuoy({ dir, env })
  await second.postEnvelope(envelope([push(), known]))
  await gone.from(second.api).remove()
  await delivered.from(second.api).update({ targets: [{ type: 'http', address: good.url('/three') }] })
  await second.postEnvelope(envelope([push()]))
  const executions = await delivered.from(second.api).ended(4)
  await second.api.post(`${EVERYTHING}/deliveries/${executions[0]!.id}/redeliver`)
  await second.api.post(`${EVERYTHING}/policies/${delivered.id}/replay`, { since: '2020-01-01T00:00:00Z' })
  await expectBalanced(dir)
}

test(
  'what a busy day with a kill in its middle leaves behind balances, also beside the running server',
  TIMEOUT,
  async () => {
    await using folder = await busyCopy()
    const { account, events, deliveries } = await expectBalanced(folder.path)
    expect(events).toBeGreaterThan(6)
    expect(deliveries).toBeGreaterThan(20)
    const { accepted, ...parts } = account
    expect(accepted).toBe(Object.values(parts).reduce((sum, count) => sum + count, 0))
    expect(account.delivered).toBeGreaterThan(5)
    expect(account.failed).toBeGreaterThan(2)
    expect(account.filtered).toBeGreaterThan(5)
    expect(account.merged).toBeGreaterThan(0)
    const { code, stdout } = await runAudit(folder.path)
    expect(code).toBe(0)
    expect(stdout).toContain(`accepted ${accepted} = `)
    expect(stdout).toContain('The loss account balances.')
  },
)

describe('a database that something else wrote to', () => {
  test('is reported with event, delivery and fault, each by itself', TIMEOUT, async () => {
    for (const corruption of CORRUPTIONS) await expectFound(corruption)
  })

  test('says so in words and by its exit code', TIMEOUT, async () => {
    await using folder = await busyCopy()
    using database = openDatabase(folder.path)
    const { id, event } = pick(database, 'success')
    database.exec(`delete from attempt where delivery_id = ${id}`)
    const { code, stdout } = await runAudit(folder.path)
    expect(code).toBe(1)
    expect(stdout).toContain('The loss account does not balance')
    expect(stdout).toContain(`event ${event}, delivery ${id}: it has 0 attempts on record instead of 1`)
  })
})

describe('the account of a source', () => {
  const repeat = push()
  const stray = () => pushEvent({ repository: 'unknown/web', tag: 'v1', digest: randomDigest() })
  const pull = { ...client, digest: randomDigest() }

  /** Two events, one repeated, two merged and three kept out; what is only kept out comes last, right before a kill. */
  async function report(dir: string): Promise<void> {
    const bellbuoy = await startBellbuoy({ dir, env: { BELLBUOY_CREATE_PROJECTS: 'false' } })
    await bellbuoy.api.post('/api/v2.0/projects', { project_name: 'shop' })
    await bellbuoy.postEnvelope(envelope([repeat, stray(), pullEvent(pull), pullEvent(pull)]))
    await bellbuoy.postEnvelope(envelope([repeat, pullEvent(pull)]))
    const { status } = await bellbuoy.api.post('/service/notifications', { events: 'none' })
    expect(status).toBe(401)
    expect((await bellbuoy.postEnvelope({ events: 'none' })).status).toBe(400)
    expect((await bellbuoy.postEnvelope(envelope([stray(), stray()]))).body).toMatchObject({ ignored: 2 })
    await bellbuoy.kill('SIGKILL')
  }

  const balance = { name: 'default', received: 8, events: 2, repeated: 1, merged: 2, keptOut: 3 }

  test('is stored before the answer, so that a kill loses nothing of it', TIMEOUT, async () => {
    await using folder = await temporaryFolder('audit')
    await report(folder.path)
    const { sources } = await expectBalanced(folder.path)
    expect(sources).toContainEqual(expect.objectContaining(balance))
    const { stdout } = await runAudit(folder.path)
    expect(stdout).toContain('source default: received 8 = 2 events + 1 repeated + 2 merged + 3 kept out')
  })

  test('shows an event that is gone with everything that named it', TIMEOUT, async () => {
    await using folder = await temporaryFolder('audit')
    await report(folder.path)
    using database = openDatabase(folder.path)
    database.exec('delete from event where id = (select min(id) from event)')
    const what = 'source default reported 8 events, and 7 are accounted for'
    expect((await auditReport(folder.path)).findings).toEqual([{ event: null, what }])
  })

  test('begins with the events of a database that had none', TIMEOUT, async () => {
    await using folder = await temporaryFolder('audit')
    await using receiver = await startReceiver()
    await createOldDatabase(join(folder.path, 'bellbuoy.db'), receiver.url(), 3)
    expect((await runAudit(folder.path)).stderr).toContain('an older version')
    await using started = await startBellbuoy({ dir: folder.path })
    expect(started.pid).toBeGreaterThan(0)
    const { sources } = await expectBalanced(folder.path)
    const migrated = { name: 'old', received: 3, events: 3, repeated: 0, merged: 0, keptOut: 0 }
    expect(sources).toContainEqual(expect.objectContaining(migrated))
  })
})

interface Corruption {
  /** The state of the delivery that it is about. */
  readonly of: string
  readonly sql: string
  readonly fault: RegExp
}

/** `:id` is the delivery, `:event` its event. */
const CORRUPTIONS: readonly Corruption[] = [
  {
    of: 'success',
    sql: 'delete from attempt where delivery_id = :id',
    fault: /0 attempts on record instead of 1/,
  },
  {
    of: 'error',
    sql: 'update attempt set number = 9 where delivery_id = :id and number = 2',
    fault: /have gaps/,
  },
  {
    of: 'error',
    sql: "update delivery set state = 'success' where id = :id",
    fault: /no attempt on record succeeded/,
  },
  {
    of: 'success',
    sql: "update delivery set state = 'stopped' where id = :id",
    fault: /attempt 1 succeeded/,
  },
  {
    of: 'success',
    sql: "update delivery set state = 'lost' where id = :id",
    fault: /state lost does not exist/,
  },
  { of: 'success', sql: 'update delivery set due_at = 1 where id = :id', fault: /an attempt is due/ },
  {
    of: 'success',
    sql: 'update delivery set ended_at = null where id = :id',
    fault: /time of its end is missing/,
  },
  {
    of: 'error',
    sql: "update delivery set lease_owner = 'x' where id = :id",
    fault: /lacks its owner or its end/,
  },
  { of: 'error', sql: 'update delivery set failures = 9 where id = :id', fault: /9 failures/ },
  { of: 'error', sql: 'delete from delivery where id = :id', fault: /has no delivery/ },
  { of: 'error', sql: 'delete from payload where event_id = :event', fault: /payload is not stored/ },
  { of: 'error', sql: 'update delivery set target_id = 999 where id = :id', fault: /target is not stored/ },
  {
    of: 'error',
    sql: 'delete from policy where id = (select policy_id from delivery where id = :id)',
    fault: /policy is not stored/,
  },
  { of: 'error', sql: 'delete from event where id = :event', fault: /event is not stored/ },
  {
    of: 'error',
    sql: 'update event set merged_into = 999999 where id = :event',
    fault: /merged into event number 999999/,
  },
  {
    of: 'error',
    sql: "update event set verdicts_json = '[]' where id = :event",
    fault: /has no verdict on it/,
  },
  {
    of: 'error',
    sql: "update event set verdicts_json = '[' where id = :event",
    fault: /verdicts cannot be read/,
  },
]

/** Does the damage to a copy, and looks for the finding. */
async function expectFound({ of, sql, fault }: Corruption): Promise<void> {
  await using damaged = await busyCopy()
  using database = openDatabase(damaged.path)
  const { id, number, event } = pick(database, of)
  database.exec(sql.replaceAll(':id', String(id)).replaceAll(':event', String(number)))
  const { findings } = await auditReport(damaged.path)
  const about = findings.filter((finding) => [event, `number ${number}`].includes(finding.event ?? ''))
  expect(about.map(({ what }) => what)).toContainEqual(expect.stringMatching(fault))
}

function openDatabase(dir: string): DatabaseSync {
  return new DatabaseSync(join(dir, 'bellbuoy.db'))
}

/** A delivery that ended in a state after the usual number of attempts. */
function pick(database: DatabaseSync, state: string) {
  const select =
    database.prepare(`select d.id, e.id as number, e.uuid from delivery d join event e on e.id = d.event_id
    where d.state = :state and d.attempts = :attempts and d.redelivery_of is null order by d.id limit 1`)
  const attempts = state === 'success' ? 1 : 2
  const { id, number, uuid } = select.get({ state, attempts }) as Readonly<Record<string, unknown>>
  return { id: Number(id), number: Number(number), event: uuidOf(uuid as Uint8Array) }
}

test(
  'a missing database, one of an older version, and a file that is none are reported in words',
  TIMEOUT,
  async () => {
    await using folder = await temporaryFolder('audit')
    const failsWith = async (text: string) =>
      expect(await runAudit(folder.path)).toMatchObject({ code: 1, stderr: expect.stringContaining(text) })
    await failsWith('there is no database')
    const file = join(folder.path, 'bellbuoy.db')
    writeFileSync(file, 'this is a text, and no database at all')
    await failsWith('not a database')
    rmSync(file)
    using database = openDatabase(folder.path)
    database.exec('create table other (id integer)')
    await failsWith('no database of Bellbuoy')
    database.exec(
      `create table kysely_migration (name text); insert into kysely_migration values ('0001-first-tables');
       create table setting (name text, value text)`,
    )
    await failsWith('an older version of Bellbuoy wrote the database')
  },
)

test(
  'totals of the last-triggered list and attempts without a delivery are held against what is stored',
  TIMEOUT,
  async () => {
    await using folder = await busyCopy()
    using database = openDatabase(folder.path)
    database.exec(`update last_trigger set deliveries = deliveries + 1 where policy_id = 2;
    insert into attempt (delivery_id, number, started_at, duration_ms) values (100000, 1, 1, 1)`)
    const { findings } = await auditReport(folder.path)
    expect(findings).toEqual([
      { event: null, delivery: 100_000, what: 'attempts of it are on record, and it is not stored' },
      {
        event: null,
        what: expect.stringMatching(
          /^policy 2 counts \d+ deliveries of PUSH_ARTIFACT, and \d+ are stored or were removed$/,
        ),
      },
    ])
  },
)
