import type { LeasedDelivery, NextState } from '../../src/domain/delivery/delivery.ts'
import { uuidV7 } from '../../src/domain/ids.ts'
import type { PolicyDraft } from '../../src/domain/policy/policy.ts'
import type { AcceptResult, DecidedEvent, NewDelivery } from '../../src/domain/delivery/queue.ts'
import type { Store } from '../../src/domain/store.ts'
import { registryEvent } from '../support/events/registry-event.ts'
import { ManualClock } from '../support/manual-clock.ts'
import type { Database, DatabaseKind } from './database.ts'
import { OWNER, policyDraft } from './drafts.ts'
import { interruptedAt, outcomeOf } from './outcomes.ts'

/** A store with one project and one policy, and short calls to store events and work on their deliveries. */
export class TestStore implements AsyncDisposable {
  readonly clock = new ManualClock()
  readonly database: Database
  store!: Store
  projectId = 0
  policyId = 0
  targetIds: readonly number[] = []
  #sequence = 0
  #revision: Promise<number> = Promise.resolve(0)

  constructor(database: Database) {
    this.database = database
  }

  async open(): Promise<void> {
    this.store = await this.database.open({ clock: this.clock })
  }

  /** Closes the store and opens it anew. */
  async reopen(): Promise<void> {
    await this.store[Symbol.asyncDispose]()
    await this.open()
  }

  async createPolicy(draft: PolicyDraft): Promise<void> {
    const project = await this.store.projects.ensure('team')
    this.projectId = project.id
    this.policyId = await this.store.policies.create(project.id, draft, 'admin')
    this.targetIds = (await this.policy()).targets.map(({ id }) => id)
  }

  async policy() {
    return (await this.store.policies.byId(this.projectId, this.policyId))!
  }

  async revision(): Promise<number> {
    // Answers of several connections come in any order; events are to be accepted in that of the calls.
    this.#revision = this.#revision.then(async () => (await this.store.rulesOf('team')).revision)
    return this.#revision
  }

  lease(owner = OWNER, forMs = 60_000) {
    return { owner, untilMs: this.clock.now() + forMs }
  }

  /** An event with one delivery to each of these targets, by default to all. */
  event(
    options: {
      sourceEventId?: string
      repository?: string
      leased?: boolean
      targets?: readonly number[]
    } = {},
  ): DecidedEvent {
    const { leased = false, targets = this.targetIds, repository = 'team/app' } = options
    const nowMs = this.clock.now()
    const id = uuidV7(nowMs)
    const delivery = { policyId: this.policyId, payloadIndex: 0, leased }
    return {
      event: registryEvent({
        id,
        sourceEventId: options.sourceEventId ?? id,
        repository,
        operator: 'alice',
        occurredAtMs: nowMs,
        acceptedAtMs: nowMs,
        registryHost: 'registry:5000',
        artifact: { tag: 'latest' },
      }),
      projectId: this.projectId,
      repositoryCreatedAtMs: nowMs,
      sequence: ++this.#sequence,
      verdicts: [{ policyId: this.policyId, verdict: 'deliver' }],
      withheld: null,
      heldUntilMs: null,
      payloads: [{ format: 'Default', contentType: 'application/json', body: `{"id":"${id}"}` }],
      deliveries: targets.map((targetId): NewDelivery => ({ ...delivery, targetId })),
    }
  }

  /** Stores events by the rules in force; the ids of the deliveries of each. */
  async accept(...events: readonly DecidedEvent[]): Promise<readonly (readonly number[] | null)[]> {
    const result = await this.acceptBy(await this.revision(), ...events)
    if (result.outcome === 'stale') throw new Error('the rules have changed meanwhile')
    return result.deliveryIds
  }

  /** Stores events that the rules of this revision decided. */
  async acceptBy(revision: number, ...events: readonly DecidedEvent[]): Promise<AcceptResult> {
    return this.store.queue.accept({ revision, lease: this.lease(), events })
  }

  /** Stores one event with one delivery to the first target; the delivery's id. */
  async acceptOne(options: { leased?: boolean; target?: number } = {}): Promise<number> {
    const [ids] = await this.accept(
      this.event({ ...options, targets: [options.target ?? this.targetIds[0]!] }),
    )
    return ids![0]!
  }

  /** Claims for the first target, or another one. */
  async claim({ room = 10, target = this.targetIds[0]!, owner = OWNER, leaseMs = 60_000 } = {}) {
    return this.store.queue.claim({
      lease: this.lease(owner, leaseMs),
      nowMs: this.clock.now(),
      wants: [{ targetId: target, room }],
    })
  }

  /** Gives back a delivery that was leased and not attempted. */
  async giveBack(leased: LeasedDelivery, owner = OWNER): Promise<void> {
    await this.store.queue.giveBack({ owner, nowMs: this.clock.now(), deliveries: [leased] })
  }

  /** Ends the attempt of a lease as `next` says. */
  async complete(leased: Pick<LeasedDelivery, 'id' | 'attempt'>, next: NextState, owner = OWNER) {
    const attempt = { ...outcomeOf(next, this.clock.now()), deliveryId: leased.id, number: leased.attempt }
    return this.store.queue.complete({ owner, projectId: this.projectId, attempt, next })
  }

  async sweep({ owner = OWNER, maxAgeMs = 3_600_000, maxWaitMs = 3_600_000 } = {}) {
    const nowMs = this.clock.now()
    const sweep = {
      owner,
      nowMs,
      maxAgeMs,
      latestDueMs: nowMs + maxWaitMs,
      interrupted: interruptedAt(nowMs),
    }
    return this.store.queue.sweep(sweep)
  }

  async delivery(id: number) {
    return (await this.store.deliveries.byId(this.policyId, id))!
  }

  async deliveries() {
    return this.store.deliveries.list(this.policyId, { offset: 0, limit: 0 })
  }

  async attempts(id: number) {
    return this.store.deliveries.attempts(id)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store[Symbol.asyncDispose]()
    await this.database[Symbol.asyncDispose]()
  }
}

/** Opens a store in a new database and creates its policy, by default with one target. */
export async function openTestStore(
  kind: Pick<DatabaseKind, 'create'>,
  draft: PolicyDraft = policyDraft(['http://one.example/']),
): Promise<TestStore> {
  const testStore = new TestStore(await kind.create())
  await testStore.open()
  await testStore.createPolicy(draft)
  return testStore
}
