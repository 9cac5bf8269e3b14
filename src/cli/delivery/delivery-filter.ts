import type { Client } from '../../client/client.ts'
import type { HistoryFilter } from '../../contract/history/history-filter.ts'
import { type FilterOptions, eventFilter, withoutAbsent } from '../remote/filter-options.ts'
import { findPolicy } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'

/** Which deliveries are meant. */
export interface DeliveryFilterOptions extends FilterOptions {
  readonly state?: string
  readonly policy?: string
  readonly target?: string
  readonly code?: string
}

const NUMBER = /^[1-9]\d{0,14}$/

/** The filter as the API takes it, without what the options leave out. @throws CommandFault for a policy that is not there */
export async function deliveryFilter(
  client: Client,
  { project, state, policy, target, code, ...events }: DeliveryFilterOptions & ProjectOption,
): Promise<HistoryFilter> {
  return {
    ...eventFilter(events),
    ...withoutAbsent({ state, status: code }),
    ...(policy !== undefined && { policy_id: await policyId(client, project, policy) }),
    ...(target !== undefined && (NUMBER.test(target) ? { target_id: Number(target) } : { target })),
  }
}

/** A number counts as it stands, so that deliveries of a policy that is gone are found too. */
async function policyId(client: Client, project: string | undefined, given: string): Promise<number> {
  return NUMBER.test(given) ? Number(given) : (await findPolicy(client, project ?? null, given)).policy.id
}
