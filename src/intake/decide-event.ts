import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { DecidedEvent, NewDelivery } from '../domain/delivery/queue.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import { type PolicyInForce, type RulesInForce, eventFor } from '../domain/policy/harbor-way.ts'
import { targetsFor, verdictOf } from '../domain/policy/policy.ts'
import type { Project } from '../domain/project.ts'
import type { Target } from '../domain/target/target.ts'

export interface DecideEventInput {
  readonly event: RegistryEvent
  readonly rules: RulesInForce & { readonly project: Project }
  readonly repositoryCreatedAtMs: number
  readonly sequence: number
  readonly formats: ReadonlyMap<string, PayloadFormat>
  /** Reserves a slot for a delivery to this target; false when it has to wait for its turn. */
  readonly reserve: (targetId: number) => boolean
}

/**
 * Decides one event by its rules: asks every policy for its verdict, renders each distinct payload once, and lists the
 * deliveries.
 *
 * @throws Error when a target names a payload format that does not exist, or a payload cannot be rendered; no slot is
 *   reserved then
 */
export function decideEvent(input: DecideEventInput): DecidedEvent {
  const { event, rules, repositoryCreatedAtMs, sequence, reserve } = input
  const { project, policies, notificationsEnabled } = rules
  const { payloads, payloadIndexOf } = renderings(input)
  const deliveries: { delivery: Omit<NewDelivery, 'leased'>; isHeld: boolean }[] = []
  const verdicts = policies.map((policy) => {
    const reported = eventFor(policy, event)
    const verdict = verdictOf(policy, reported, notificationsEnabled)
    if (verdict === 'deliver') {
      for (const target of targetsFor(policy.targets, reported)) {
        const delivery = {
          policyId: policy.id,
          targetId: target.id,
          payloadIndex: payloadIndexOf(reported, policy, target),
          ...(policy.harborWay && { eventType: reported.type }),
        }
        deliveries.push({ delivery, isHeld: target.isHeld })
      }
    }
    return { policyId: policy.id, verdict }
  })
  return {
    event,
    projectId: project.id,
    repositoryCreatedAtMs,
    sequence,
    verdicts,
    withheld: notificationsEnabled ? null : 'switched off',
    heldUntilMs: null,
    payloads,
    // Slots are reserved last: nothing after that can fail and leave one reserved.
    deliveries: deliveries.map(({ delivery, isHeld }) => ({
      ...delivery,
      leased: !isHeld && reserve(delivery.targetId),
    })),
  }
}

/** Renders on demand, once for all deliveries that may share a rendering. */
function renderings({
  event,
  rules: { project },
  repositoryCreatedAtMs,
  sequence,
  formats,
}: DecideEventInput) {
  const payloads: DecidedEvent['payloads'][number][] = []
  const indexes = new Map<string, number>()
  /**
   * @param reported the event as it is reported to the policy
   * @returns the index of the payload among all of the event
   */
  const payloadIndexOf = (reported: RegistryEvent, policy: PolicyInForce, target: Target): number => {
    const name = target.payloadFormat
    const format = formats.get(name)
    if (format === undefined) throw new Error(`a stored target has the unknown payload format ${name}`)
    const { sharedBy } = format
    const owner = sharedBy === 'event' ? '' : sharedBy === 'policy' ? policy.id : `target ${target.id}`
    const key = reported === event ? `${name} ${owner}` : `${name} ${owner} ${reported.type}`
    const known = indexes.get(key)
    if (known !== undefined) return known
    const payload = format.render({
      event: reported,
      project,
      repositoryCreatedAtMs,
      sequence,
      policy,
      target,
    })
    const index = payloads.push({ format: name, ...payload }) - 1
    indexes.set(key, index)
    return index
  }
  return { payloads, payloadIndexOf }
}
