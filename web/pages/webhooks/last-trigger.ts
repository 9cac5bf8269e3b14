import type { LastTriggerResponse } from '../../../src/contract/webhooks/last-trigger.ts'

/** The time of the last event of any type that a policy got; null: never. */
export function newestTrigger(
  triggers: readonly LastTriggerResponse[] | undefined,
  policyName: string | undefined,
): string | null {
  const times = (triggers ?? [])
    .filter(({ policy_name }) => policy_name === policyName)
    .flatMap(({ last_trigger_time }) => triggerTime(last_trigger_time) ?? [])
  return times.toSorted().at(-1) ?? null
}

/** Harbor writes the year 1 for never. */
export function triggerTime(time: string): string | null {
  return time.startsWith('0001-') ? null : time
}
