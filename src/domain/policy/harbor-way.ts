import { asHarborReports } from '../event/as-harbor-reports.ts'
import type { SourceEvent } from '../event/event.ts'
import type { Policy } from './policy.ts'
import type { Rules } from './rules.ts'

/** A policy as it decides: a way of its own, or else that of the setting. */
export interface PolicyInForce extends Policy {
  readonly harborWay: boolean
}

/** The rules of a project, with policies as they decide. */
export interface RulesInForce extends Rules {
  readonly policies: readonly PolicyInForce[]
}

/** The way that a policy has. In Harbor's way the parts of indexes and accessories are wanted too, whatever the filter says of them. */
export function inForce<Drafted extends Pick<Policy, 'harborWay' | 'filter'>>(
  policy: Drafted,
  harborWayByDefault: boolean,
): Drafted & { readonly harborWay: boolean } {
  const harborWay = policy.harborWay ?? harborWayByDefault
  if (!harborWay) return { ...policy, harborWay }
  return { ...policy, harborWay, filter: { ...policy.filter, children: true, accessories: true } }
}

/** The rules by which events are decided. */
export function rulesInForce(rules: Rules, harborWayByDefault: boolean): RulesInForce {
  return { ...rules, policies: rules.policies.map((policy) => inForce(policy, harborWayByDefault)) }
}

/** An event as it is reported to a policy. */
export function eventFor<Event extends SourceEvent>(
  { harborWay }: Pick<PolicyInForce, 'harborWay'>,
  event: Event,
): Event {
  return harborWay ? asHarborReports(event) : event
}
