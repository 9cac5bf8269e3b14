/**
 * The life of a delivery: `pending` (due, or waiting for its retry) and `running` (leased by a node) take turns until it
 * ends as `success`, `error` (gave up), `stopped` (a user, or the end of its policy, cancelled it) or `expired` (older
 * than the maximum age).
 */
export const DELIVERY_STATES = ['pending', 'running', 'success', 'error', 'stopped', 'expired'] as const

export type DeliveryState = (typeof DELIVERY_STATES)[number]

export const OPEN_STATES: readonly DeliveryState[] = ['pending', 'running']
export const ENDED_STATES: readonly DeliveryState[] = DELIVERY_STATES.filter(
  (state) => !OPEN_STATES.includes(state),
)
/** What did not reach its target, and nobody meant it to. */
export const FAILED_STATES: readonly DeliveryState[] = ['error', 'expired']

/** Whether a delivery failed or expired and was sent again: it is no failure any more, the newer one counts. */
export function isRecovered({
  state,
  redeliveredAs,
}: {
  readonly state: string
  readonly redeliveredAs: number | null
}): boolean {
  return redeliveredAs !== null && FAILED_STATES.some((failed) => failed === state)
}
