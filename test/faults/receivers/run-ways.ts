import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { uuidOf } from '../../../src/store/columns/uuid-bytes.ts'
import { storedAttempts } from '../../support/app/stored-attempts.ts'
import { type BellbuoyProcess, startBellbuoy } from '../../support/app/bellbuoy-process.ts'
import { push } from '../../support/app/push.ts'
import { type WebhookPolicy, createPolicy } from '../../support/app/webhook-policy.ts'
import { type Receiver, startReceiver } from '../../support/receivers/receiver.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { Turns } from './turns.ts'
import { TRUSTED } from './tls-ways.ts'
import { type Misbehaving, SETTINGS, type Way } from './way.ts'

/** One attempt as it is on record. */
export interface RecordedAttempt {
  readonly code: string | null
  readonly text: string | null
  /** Of the answer. */
  readonly remark: string | null
  readonly isRepeated: boolean
  readonly startedAtMs: number
  readonly durationMs: number
}

/** One delivery to a receiver that misbehaves, as it is on record. */
export interface RecordedDelivery {
  readonly id: number
  readonly webhookId: string
  readonly state: string
  readonly reason: string
  readonly attempts: readonly RecordedAttempt[]
  /** Of the last attempt, as the API shows it. */
  readonly log: string
}

/** What became of one way. */
export interface WayRun {
  readonly receiver: Misbehaving
  readonly deliveries: readonly RecordedDelivery[]
  /** Milliseconds from each push until the healthy target beside it had its event. */
  readonly besideMs: readonly number[]
}

/** One server for all ways; each has a project of its own, with a healthy target beside the one that misbehaves. */
export interface WaysRun {
  readonly bellbuoy: BellbuoyProcess
  readonly healthy: Receiver
  readonly runs: ReadonlyMap<Way, Promise<WayRun>>
}

/** Ways under way at the same time: all at once, the machine could not tell a receiver's delay from its own. */
const AT_A_TIME = 16

/** Starts all ways; they run beside each other, a few at a time. */
export async function runWays(ways: readonly Way[], stack: AsyncDisposableStack): Promise<WaysRun> {
  const healthy = stack.use(await startReceiver())
  const folder = stack.use(await temporaryFolder('trusted'))
  const trusted = join(folder.path, 'trusted.pem')
  await writeFile(trusted, TRUSTED)
  const bellbuoy = stack.use(await startBellbuoy({ env: { ...SETTINGS, NODE_EXTRA_CA_CERTS: trusted } }))
  const parts: Running[] = []
  for (const [number, way] of ways.entries()) {
    const receiver = stack.use(await way.start())
    const project = `way-${number}`
    const targets = [{ ...way.target, address: receiver.url() }, healthy.url(`/${project}`)]
    const policy = await createPolicy(bellbuoy.api, { project, targets })
    parts.push({ way, bellbuoy, healthy, receiver, policy, project })
  }
  const turns = new Turns(AT_A_TIME)
  const runs = new Map(parts.map((part) => [part.way, turns.take(() => runWay(part))]))
  // Each test awaits its own; one that fails must not end the others.
  for (const run of runs.values()) run.catch(() => undefined)
  return { bellbuoy, healthy, runs }
}

interface Running extends Pick<WaysRun, 'bellbuoy' | 'healthy'>, Pick<WayRun, 'receiver'> {
  readonly way: Way
  readonly policy: WebhookPolicy
  readonly project: string
}

async function runWay(running: Running): Promise<WayRun> {
  const { way, bellbuoy, policy, project, receiver } = running
  const besideMs: number[] = []
  for (let count = 1; count <= way.ends.length; count++) {
    const postedAt = performance.timeOrigin + performance.now()
    await push(bellbuoy, { repository: `${project}/app` })
    besideMs.push((await arrivedBeside(running, count)) - postedAt)
    await waitUntil(() => endedOf(bellbuoy.dir, policy.id) === 2 * count, {
      what: `deliveries ${count} to a receiver that ${way.does} end`,
      timeoutMs: 30_000,
      intervalMs: 50,
    })
  }
  return { receiver, deliveries: await recordOf(bellbuoy.dir, policy), besideMs }
}

/** When the healthy target had its event of that number. */
async function arrivedBeside({ healthy, project }: Running, count: number): Promise<number> {
  const own = () => healthy.requests.filter(({ path }) => path === `/${project}`)
  await healthy.waitUntil(() => own().length >= count, 30_000)
  return own()[count - 1]!.receivedAt
}

function endedOf(dir: string, policyId: number): number {
  return Number(
    rowsOf(
      dir,
      `select count(*) as n from delivery where ended_at is not null and policy_id = ${policyId}`,
    )[0]?.['n'],
  )
}

async function recordOf(dir: string, policy: WebhookPolicy): Promise<readonly RecordedDelivery[]> {
  const deliveries = rowsOf(
    dir,
    `select d.id, e.uuid, d.target_id, d.state, d.reason from delivery d join event e on e.id = d.event_id
     where d.policy_id = ${policy.id} and d.target_id = (select min(target_id) from delivery where policy_id = ${policy.id})
     order by d.id`,
  )
  return Promise.all(
    deliveries.map(async ({ id, uuid, target_id: targetId, state, reason }) => ({
      id: Number(id),
      webhookId: `${uuidOf(uuid as Uint8Array)}_${String(targetId)}`,
      state: String(state),
      reason: String(reason),
      attempts: attemptsOf(dir, Number(id)),
      log: await policy.log(Number(id)),
    })),
  )
}

function attemptsOf(dir: string, deliveryId: number): readonly RecordedAttempt[] {
  const rows = (sql: string) => rowsOf(dir, sql)
  return storedAttempts({ rows }, `d.id = ${deliveryId}`).map(
    ({ failure, request, response, ...attempt }) => ({
      code: failure?.code ?? null,
      text: failure?.text ?? null,
      remark: response?.remark ?? null,
      isRepeated: request?.remark !== undefined,
      startedAtMs: attempt.startedAtMs,
      durationMs: attempt.durationMs,
    }),
  )
}

function rowsOf(dir: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(dir, 'bellbuoy.db'), { readOnly: true, timeout: 5000 })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}
