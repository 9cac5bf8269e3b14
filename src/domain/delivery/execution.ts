import type { DeliveryState } from './delivery-state.ts'

/**
 * Harbor shows a delivery as an execution with one task (`src/pkg/task/dao/model.go`). These are its words for the states;
 * it has no expired executions.
 */
export const EXECUTION_STATUS: Readonly<Record<DeliveryState, string>> = {
  pending: 'Pending',
  running: 'Running',
  success: 'Success',
  error: 'Error',
  stopped: 'Stopped',
  expired: 'Stopped',
}

/** The vendor types that are not a kind of target in capitals. Harbor has `WEBHOOK` and `SLACK`; ours follow the latter. */
export const VENDOR_TYPES: Readonly<Record<string, string>> = { http: 'WEBHOOK' }

/** What Harbor calls the kind of an execution's target. */
export function vendorTypeOf(targetType: string): string {
  return VENDOR_TYPES[targetType] ?? targetType.toUpperCase()
}
