import type { Clock } from '../../domain/clock.ts'
import type { Dispatch } from '../../domain/delivery/dispatch.ts'
import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import type { HeldChange, HeldEvent, HeldFilter } from '../../domain/delivery/queue.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import type { RulesInForce } from '../../domain/policy/harbor-way.ts'
import { EMPTY_ALLOWLIST, type Project } from '../../domain/project.ts'
import type { ReaderOf } from '../../domain/registry/registry-reader.ts'
import type { Store } from '../../domain/store.ts'
import { type Decision, decideAndStore } from '../decide-and-store.ts'
import { decideEvent } from '../decide-event.ts'
import type { EventContexts } from '../event-context.ts'
import type { OrderScans } from '../scan-on-push.ts'
import type { HeldPushes } from './held-pushes.ts'
import { type Knowledge, settleEvent } from './settle-event.ts'

export interface SettleHeldParts {
  readonly store: Pick<Store, 'queue' | 'registry'>
  readonly formats: ReadonlyMap<string, PayloadFormat>
  readonly dispatch: Dispatch
  readonly contexts: EventContexts
  readonly heldPushes: Pick<HeldPushes, 'restore' | 'forget' | 'follow' | 'changeWhenDue' | 'pulls'>
  readonly orderScans: OrderScans
  readonly readerOf: ReaderOf
  readonly clock: Pick<Clock, 'now'>
}

export interface SettleHeldRequest extends HeldFilter {
  /** True: the registry was asked, or is not waited for any longer. */
  readonly isAsked: boolean
}

export interface SettleHeldResult {
  /** How many of the events need not wait any longer, or wait longer from now on. */
  readonly ready: number
  /** False when the rules changed faster than those could be decided: all of them are still held. */
  readonly isStored: boolean
}

/** Decides the held events of a filter that need not wait any longer, in one transaction. */
export async function settleHeld(
  { isAsked, ...filter }: SettleHeldRequest,
  parts: SettleHeldParts,
): Promise<SettleHeldResult> {
  const { queue } = parts.store
  const ready: HeldEvent[] = []
  const heldChanges: HeldChange[] = []
  const held = await queue.held(filter)
  const nowMs = parts.clock.now()
  for (const one of held) {
    const knowledge = await knowledgeOf(one.event, isAsked, parts)
    const result = settleOne(one, knowledge, { heldPushes: parts.heldPushes, nowMs })
    if (result === null) continue
    if ('mergedInto' in result || 'heldUntilMs' in result) heldChanges.push(result)
    else ready.push({ ...one, event: result })
  }
  if (heldChanges.length > 0) {
    await queue.changeHeld(heldChanges)
    parts.heldPushes.follow([{ heldChanges }])
  }
  const changed = heldChanges.length
  if (ready.length === 0) return { ready: changed, isStored: true }
  await parts.orderScans(ready.map(({ event }) => event))
  const steps = { decide: () => decide(ready, parts), store: queue.settle }
  const isStored = (await decideAndStore(steps, parts)) !== null
  if (isStored) parts.heldPushes.forget(ready.map(({ event }) => event.id))
  return { ready: ready.length + changed, isStored }
}

/** What a held event turned out to be, or what becomes of it instead; null while it has to wait. */
function settleOne(
  { event, heldUntilMs }: HeldEvent,
  knowledge: Knowledge,
  { heldPushes, nowMs }: Pick<SettleHeldParts, 'heldPushes'> & { readonly nowMs: number },
): RegistryEvent | HeldChange | null {
  const isDue = heldUntilMs <= nowMs
  if (!isDue) return heldPushes.pulls.has(event.id) ? null : settleEvent(event, knowledge, { isDue })
  const change = heldPushes.changeWhenDue(event.id, nowMs)
  if (change === null) return settleEvent(event, knowledge, { isDue })
  const isJoined = 'mergedInto' in change
  return isJoined ? change : (settleEvent(event, knowledge, { isDue: false }) ?? change)
}

async function knowledgeOf(
  event: RegistryEvent,
  isAsked: boolean,
  { store: { registry }, readerOf }: SettleHeldParts,
): Promise<Knowledge> {
  const { digest } = artifactOf(event)
  if (digest === null) return { manifest: null, parents: [], isAsked: true }
  const [manifest, parents] = await Promise.all([
    registry.manifest(event, digest),
    registry.parentsOf(event, digest),
  ])
  const isReadable = (await readerOf(event.sourceName)) !== null
  return { manifest, parents, isAsked: isAsked || !isReadable || manifest?.isComplete === true }
}

async function decide(
  ready: readonly HeldEvent[],
  { contexts, formats, dispatch: { reserve } }: SettleHeldParts,
): Promise<Decision> {
  const found = await Promise.all(
    ready.map(async (held) => ({ held, rules: await contexts.rulesOf(held.event.project) })),
  )
  const events = found.map(({ held, rules }) => {
    const decided = decideEvent({ ...held, rules: rulesFor(held, rules), formats, reserve })
    return { ...decided, verdicts: [...held.verdicts, ...decided.verdicts] }
  })
  return { revision: Math.min(...found.map(({ rules }) => rules.revision)), events }
}

/**
 * The rules for an event that was held, with the policies that have no verdict on it yet; an event whose project was deleted meanwhile is
 * delivered nowhere.
 */
function rulesFor(
  { event, projectId, verdicts }: HeldEvent,
  rules: RulesInForce,
): RulesInForce & { readonly project: Project } {
  const { project } = rules
  const decided = new Set(verdicts.map(({ policyId }) => policyId))
  const policies = rules.policies.filter(({ id }) => !decided.has(id))
  if (project !== null) return { ...rules, project, policies }
  const times = { createdAtMs: event.acceptedAtMs, updatedAtMs: event.acceptedAtMs }
  const settings = { isPublic: false, ownerId: 0, metadata: {}, cveAllowlist: EMPTY_ALLOWLIST }
  const deleted = { id: projectId, name: event.project, ...settings, ...times }
  return { ...rules, project: deleted, policies: [] }
}
