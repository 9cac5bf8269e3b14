/** Why a policy did or did not get an event. */
export type { Verdict } from '../../domain/policy/policy.ts'
