import type { RegistryEvent } from '../domain/event/event.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import { type Policy, verdictOf } from '../domain/policy/policy.ts'
import type { Project } from '../domain/project.ts'
import type { DecidedEvent, NewDelivery } from '../domain/delivery/queue.ts'
import type { Rules } from '../domain/policy/rules.ts'
import type { Target } from '../domain/target/target.ts'

export interface DecideInput {
  readonly event: RegistryEvent
  readonly rules: Rules & { readonly project: Project }
  readonly repositoryCreatedAtMs: number
  readonly sequence: number
  readonly formats: ReadonlyMap<string, PayloadFormat>
  /** Whether a delivery to this target may start as soon as it is stored. */
  readonly reserve: (targetId: number) => boolean
}

/** Asks every policy for its verdict and renders each distinct payload once. */
export function decide(input: DecideInput): DecidedEvent {
  const { event, rules, repositoryCreatedAtMs, sequence, reserve } = input
  const { project, policies, notificationsEnabled } = rules
  const { payloads, payloadIndexOf } = renderings(input)
  const deliveries: { delivery: Omit<NewDelivery, 'leased'>; isPaused: boolean }[] = []
  const verdicts = policies.map((policy) => {
    const verdict = verdictOf(policy, event, notificationsEnabled)
    if (verdict === 'deliver') {
      for (const target of policy.targets) {
        const delivery = {
          policyId: policy.id,
          targetId: target.id,
          payloadIndex: payloadIndexOf(policy, target),
        }
        deliveries.push({ delivery, isPaused: target.isPaused })
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
    // Places are reserved last: nothing can fail any more and leave one taken.
    deliveries: deliveries.map(({ delivery, isPaused }) => ({
      ...delivery,
      leased: !isPaused && reserve(delivery.targetId),
    })),
  }
}

/** Renders on demand, and once for all deliveries that may share a rendering. */
function renderings({ event, rules: { project }, repositoryCreatedAtMs, sequence, formats }: DecideInput) {
  const payloads: DecidedEvent['payloads'][number][] = []
  const indexes = new Map<string, number>()
  const payloadIndexOf = (policy: Policy, target: Target): number => {
    const name = target.payloadFormat
    const format = formats.get(name)
    if (format === undefined) throw new Error(`a stored target has the unknown payload format ${name}`)
    const { sharedBy } = format
    const of = sharedBy === 'event' ? '' : sharedBy === 'policy' ? policy.id : `target ${target.id}`
    const key = `${name} ${of}`
    const known = indexes.get(key)
    if (known !== undefined) return known
    const payload = format.render({ event, project, repositoryCreatedAtMs, sequence, policy, target })
    const index = payloads.push({ format: name, ...payload }) - 1
    indexes.set(key, index)
    return index
  }
  return { payloads, payloadIndexOf }
}
