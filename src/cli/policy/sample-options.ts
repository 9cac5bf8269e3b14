import type { PolicyResponse, TargetResponse } from '../../contract/webhooks/policy.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { policyName } from '../remote/find-policy.ts'

/** Which sample event, and which of the targets of a policy. */
export interface SampleOptions {
  readonly event?: string
  readonly target?: number
}

/** The targets that are meant. @throws CommandFault when the policy has no such target */
export function meantTargets(
  policy: PolicyResponse,
  { target: number }: SampleOptions,
): readonly TargetResponse[] {
  if (number === undefined) return policy.targets
  const targets = policy.targets.filter(({ id }) => id === number)
  if (targets.length > 0) return targets
  const there = policy.targets.map(({ id }) => String(id)).join(', ')
  throw new CommandFault(
    EXIT.missing,
    `the policy ${policyName(policy)} has no target ${String(number)}; its targets: ${there}`,
  )
}

export function sampleType({ event_types }: PolicyResponse, { event }: SampleOptions): string {
  return event ?? event_types[0] ?? 'PUSH_ARTIFACT'
}
