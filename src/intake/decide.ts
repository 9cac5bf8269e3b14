import type { RegistryEvent } from '../domain/event.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import { verdictOf } from '../domain/policy.ts'
import type { Project } from '../domain/project.ts'
import type { DecidedEvent, NewDelivery } from '../domain/queue.ts'
import type { Rules } from '../domain/rules.ts'

export interface DecideInput {
  readonly event: RegistryEvent
  readonly rules: Rules & { readonly project: Project }
  readonly repositoryCreatedAtMs: number
  readonly formats: ReadonlyMap<string, PayloadFormat>
  /** Whether a delivery to this target may start as soon as it is stored. */
  readonly reserve: (targetId: number) => boolean
}

/** Asks every policy for its verdict and renders each distinct payload once. */
export function decide({ event, rules, repositoryCreatedAtMs, formats, reserve }: DecideInput): DecidedEvent {
  const { project, policies, notificationsEnabled } = rules
  const payloads: DecidedEvent['payloads'][number][] = []
  const deliveries: { delivery: Omit<NewDelivery, 'leased'>; isPaused: boolean }[] = []
  const payloadOf = (name: string): number => {
    const known = payloads.findIndex(({ format }) => format === name)
    if (known !== -1) return known
    const format = formats.get(name)
    if (format === undefined) throw new Error(`a stored target has the unknown payload format ${name}`)
    const body = format.render({ event, project, repositoryCreatedAtMs })
    return payloads.push({ format: name, contentType: format.contentType, body }) - 1
  }
  const verdicts = policies.map((policy) => {
    const verdict = verdictOf(policy, event, notificationsEnabled)
    if (verdict === 'deliver') {
      for (const { id: targetId, payloadFormat, isPaused } of policy.targets) {
        const delivery = { policyId: policy.id, targetId, payload: payloadOf(payloadFormat) }
        deliveries.push({ delivery, isPaused })
      }
    }
    return { policyId: policy.id, verdict }
  })
  return {
    event,
    projectId: project.id,
    repositoryCreatedAtMs,
    verdicts,
    withheld: notificationsEnabled ? null : 'switched off',
    payloads,
    // Places are reserved last: nothing can fail any more and leave one taken.
    deliveries: deliveries.map(({ delivery, isPaused }) => ({
      ...delivery,
      leased: !isPaused && reserve(delivery.targetId),
    })),
  }
}
