import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Arrivals } from '../faults/arrivals.ts'
import { RegistrySide } from '../faults/registry-side.ts'
import type { BellbuoyProcess } from '../support/app/bellbuoy-process.ts'
import type { TakesEnvelopes } from '../support/app/push.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { clockShiftedBy } from '../support/jumping-clock.ts'
import { endPostgresServer, startPostgresAgain } from '../support/postgres/postgres-server.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { type Nodes, openNodes, openNodesOnServer } from './nodes.ts'

/** `NODES_LONG=1` waits until leases run out; the short form moves their end in the database. */
const isLong = process.env['NODES_LONG'] !== undefined
const LEASE_MS = 120_000
const SWEEP_MS = 15_000
/** Longer than a lease and a sweep take, on a busy machine. */
const RECOVERED_MS = (isLong ? LEASE_MS : 0) + SWEEP_MS + 30_000
const options = { timeout: RECOVERED_MS + 120_000 }
/** Retries come soon, and last for as long as a fault does. */
const RETRIES = {
  BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '50',
  BELLBUOY_WEBHOOK_FACTOR: '1',
  BELLBUOY_WEBHOOK_MAX_RETRY: '100',
}

/** Two processes under load, of which one meets with a fault. */
class Scene implements AsyncDisposable {
  readonly arrivals = new Arrivals()
  readonly registry = new RegistrySide()
  readonly nodes: Nodes
  readonly one: BellbuoyProcess
  readonly other: BellbuoyProcess
  readonly policy: WebhookPolicy
  readonly #owned: AsyncDisposableStack

  constructor(parts: {
    nodes: Nodes
    receiver: Receiver
    one: BellbuoyProcess
    other: BellbuoyProcess
    policy: WebhookPolicy
    owned: AsyncDisposableStack
  }) {
    this.nodes = parts.nodes
    this.one = parts.one
    this.other = parts.other
    this.policy = parts.policy
    this.#owned = parts.owned
    parts.receiver.respond = async (request) => {
      await delay(Math.random() * 20)
      return this.arrivals.take(request)
    }
  }

  /** Posts to a server until so many events are acknowledged, or its connections break. */
  async load(server: TakesEnvelopes, events: number): Promise<void> {
    const enough = this.registry.acknowledged.size + events
    const keepPosting = async (): Promise<void> => {
      while (this.registry.acknowledged.size < enough && (await this.registry.post(server)) !== 0);
    }
    await Promise.all(Array.from({ length: 8 }, keepPosting))
  }

  /** Lets the leases of all processes run out. */
  async leasesEnd(): Promise<void> {
    if (!isLong)
      await this.nodes.database.query('update delivery set lease_until = 1 where lease_owner is not null')
  }

  /** What was answered 2xx has arrived and ended, what was not is taken again, and the account balances. */
  async expectNothingLost(): Promise<void> {
    await waitUntil(() => this.other.postEnvelope({ events: [] }), { what: 'the other process answers' })
    await this.registry.repost(this.other)
    expect(this.registry.owed).toBe(0)
    await this.arrivals.waitForAll(['/'], this.registry.acknowledged, RECOVERED_MS)
    const executions = await this.policy
      .from(this.other.api)
      .ended(this.registry.acknowledged.size, RECOVERED_MS)
    expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
    expect(this.arrivals.ambiguous, 'events that came under two ids').toEqual([])
    await this.nodes.expectBalanced()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned[Symbol.asyncDispose]()
  }
}

interface SceneOptions {
  readonly open?: () => Promise<Nodes>
  readonly env?: Readonly<Record<string, string>>
}

async function openScene({ open = () => openNodes(RETRIES), env = {} }: SceneOptions = {}): Promise<Scene> {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(await startReceiver())
  const nodes = stack.use(await open())
  const [one, other] = [await nodes.start(), await nodes.start('all', env)]
  const policy = await createPolicy(one.api, { targets: [receiver.url()] })
  return new Scene({ nodes, receiver, one, other, policy, owned: stack.move() })
}

test('a process that is killed loses nothing: the other delivers what it had leased', options, async () => {
  await using scene = await openScene()
  const loads = [scene.load(scene.one, 1000), scene.load(scene.other, 300)]
  await waitUntil(() => scene.registry.acknowledged.size > 100, {
    what: 'both are under load',
    timeoutMs: 60_000,
  })
  await scene.one.kill('SIGKILL')
  await Promise.all(loads)
  await scene.leasesEnd()
  await scene.expectNothingLost()
  expect(scene.arrivals.mostOften, 'only what was in flight is repeated').toBeLessThanOrEqual(2)
})

test('a process that was stopped for longer than its leases lasts is fenced off', options, async () => {
  await using scene = await openScene()
  const loads = [scene.load(scene.one, 300), scene.load(scene.other, 300)]
  await waitUntil(() => scene.registry.acknowledged.size > 100, {
    what: 'both are under load',
    timeoutMs: 60_000,
  })
  scene.one.signal('SIGSTOP')
  await scene.leasesEnd()
  await loads[1]
  const leased = `select count(*)::int as leased from delivery where state = 'running' and lease_until <= 1`
  if (isLong) await delay(LEASE_MS)
  else
    await waitUntil(async () => (await scene.nodes.database.query(leased))[0]?.['leased'] === 0, {
      what: 'the other has taken over',
      timeoutMs: RECOVERED_MS,
    })
  scene.one.signal('SIGCONT')
  await loads[0]
  await scene.expectNothingLost()
  expect(scene.arrivals.mostOften).toBeLessThanOrEqual(3)
})

test('connections that are cut again and again lose nothing', options, async () => {
  await using scene = await openScene()
  const loads = [scene.load(scene.one, 300), scene.load(scene.other, 300)]
  const state = { isOver: false }
  const cutting = (async () => {
    while (!state.isOver) {
      await scene.nodes.database.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'bellbuoy %' and random() < 0.5`)
      await delay(500)
    }
  })()
  await Promise.all(loads)
  state.isOver = true
  await cutting
  await scene.expectNothingLost()
})

test('a server that crashes and comes back has lost nothing that was answered 2xx', options, async () => {
  await using folder = await temporaryFolder('postgres-of-a-test')
  await using scene = await openScene({ open: () => openNodesOnServer(folder.path, RETRIES) })
  const loads = [scene.load(scene.one, 400), scene.load(scene.other, 400)]
  await waitUntil(() => scene.registry.acknowledged.size > 100, {
    what: 'both are under load',
    timeoutMs: 60_000,
  })
  await endPostgresServer(folder.path, 'SIGQUIT')
  await startPostgresAgain(folder.path)
  await Promise.all(loads)
  await scene.expectNothingLost()
  expect([...scene.registry.answers.keys()].filter((status) => ![200, 503].includes(status))).toEqual([])
})

test('two processes whose clocks are a minute apart agree about leases and due times', options, async () => {
  await using folder = await temporaryFolder('clock')
  const shift = join(folder.path, 'shift')
  await writeFile(shift, '60000')
  await using scene = await openScene({ env: clockShiftedBy(shift) })
  await Promise.all([scene.load(scene.one, 300), scene.load(scene.other, 300)])
  await scene.expectNothingLost()
  expect(scene.arrivals.duplicates, 'neither takes the leases of the other for ended').toBe(0)
  const [row] = await scene.nodes.database.query(`select max(created_at) - min(created_at) as span,
    (extract(epoch from clock_timestamp()) * 1000)::bigint - max(created_at) as age from delivery`)
  expect(Number(row?.['age']), 'everything goes by the clock of the server').toBeGreaterThanOrEqual(0)
})
