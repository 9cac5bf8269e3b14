import type { DeliveryResponse } from '../../../src/contract/history/history.ts'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'

export interface HealthFigures {
  readonly state: 'well' | 'failing' | 'retrying' | 'unreachable' | 'paused' | 'disabled'
  readonly delivered: number
  readonly ended: number
}

/**
 * The health of a policy by its newest deliveries: disabled when Bellbuoy disabled it; paused or unreachable when one of its targets is; failing when the newest one that
 * ended did not succeed; retrying when one that has failed already waits for its next attempt.
 *
 * @param newest first
 */
export function healthOf(
  policy: Pick<PolicyResponse, 'targets' | 'auto_disabled'>,
  newest: readonly Pick<DeliveryResponse, 'state' | 'attempts'>[],
): HealthFigures {
  const ended = newest.filter(({ state }) => state !== 'pending' && state !== 'running')
  const delivered = ended.filter(({ state }) => state === 'success').length
  const figures = { delivered, ended: ended.length }
  if (policy.auto_disabled !== undefined) return { state: 'disabled', ...figures }
  if (policy.targets.some(({ paused }) => paused === true)) return { state: 'paused', ...figures }
  if (policy.targets.some(({ unreachable }) => unreachable !== undefined))
    return { state: 'unreachable', ...figures }
  const last = ended.find(({ state }) => state !== 'stopped')
  if (last !== undefined && last.state !== 'success') return { state: 'failing', ...figures }
  const isRetrying = newest.some(({ state, attempts }) => state === 'pending' && attempts > 0)
  return { state: isRetrying ? 'retrying' : 'well', ...figures }
}
