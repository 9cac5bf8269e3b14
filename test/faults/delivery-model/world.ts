import type { DatabaseKind } from '../../store/database.ts'
import { policyDraft } from '../../store/drafts.ts'
import { TestStore } from '../../store/test-store.ts'
import { type Model, newModel } from './model.ts'

/** Of each policy, the addresses of its targets. */
const ADDRESSES = [['http://a.example/', 'http://b.example/'], ['http://c.example/']]

/** The real store that the model is held against, and what names its rows. */
export interface World {
  readonly kind: DatabaseKind
  readonly testStore: TestStore
  readonly policyIds: readonly number[]
}

/** A store on which stories are played one after the other, since opening one takes longer than a story. */
export class Stage implements AsyncDisposable {
  readonly #kind: DatabaseKind
  #testStore: TestStore | null = null
  #serviceMs = 0

  constructor(kind: DatabaseKind) {
    this.#kind = kind
  }

  /** Plays a story with policies of its own. After a failure the next one gets a new store. */
  async play(story: (model: Model, world: World) => Promise<void>): Promise<void> {
    const testStore = this.#testStore ?? (await this.#open())
    this.#testStore = null
    await using failing = new AsyncDisposableStack()
    failing.use(testStore)
    const world = { kind: this.#kind, testStore, ...(await createPolicies(testStore)) }
    const model = newModel({ systemMs: testStore.clock.now(), serviceMs: this.#serviceMs }, world.targetIds)
    await story(model, world)
    await clear(model, world)
    this.#serviceMs = model.serviceMs
    this.#testStore = testStore
    failing.move()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#testStore?.[Symbol.asyncDispose]()
  }

  async #open(): Promise<TestStore> {
    const testStore = new TestStore(await this.#kind.create())
    await testStore.open()
    // It keeps the service clock, as after every other story.
    await testStore.sweep()
    this.#serviceMs = testStore.clock.now()
    return testStore
  }
}

async function createPolicies(testStore: TestStore) {
  const policyIds: number[] = []
  const targetIds: (readonly number[])[] = []
  for (const [policy] of ADDRESSES.entries()) {
    await testStore.createPolicy(draftOf(policy))
    policyIds.push(testStore.policyId)
    targetIds.push(testStore.targetIds)
  }
  return { policyIds, targetIds }
}

/** Ends whatever a story left: its policies go, its holds, its leases. */
async function clear(model: Model, { testStore, policyIds }: World): Promise<void> {
  const { store, projectId } = testStore
  await Promise.all([store.holds.end(projectId), store.holds.end(0)])
  for (const [index, id] of policyIds.entries())
    if (!model.policies[index]!.isGone) await store.policies.remove(projectId, id)
  await testStore.sweep({ owner: 'none of them' })
}

/** A policy as it was created, but for these changes. */
export function draftOf(policy: number, { isEnabled = true, targets = ADDRESSES[policy]!.length } = {}) {
  return policyDraft(ADDRESSES[policy]!.slice(0, targets), { name: `policy-${policy}`, enabled: isEnabled })
}
