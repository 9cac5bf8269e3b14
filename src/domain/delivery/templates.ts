import type { Target } from '../target/target.ts'
import type { Payload } from './payload.ts'
import type { WantedFormat } from './payload-format.ts'

/** What became of a template: the payload that it wrote, why it takes too much, or nothing since its turn did not come. */
export type TemplateEnd = { readonly payload: Payload } | { readonly overBudget: string } | 'not run'

/**
 * Runs the templates of users where they can be ended, however they are written, one at a time for each owner and fairly
 * between owners. An owner is a policy, or the person who writes the next one: `policy 7`, `drafts of anna`.
 */
export interface Templates {
  /** Renders an unrendered payload by the template of its target. Rejects only for a fault of ours. */
  readonly render: (
    payload: Payload,
    target: Pick<Target, 'attachment' | 'options'>,
    owner: string,
  ) => Promise<TemplateEnd>
  /** Why a template cannot be used for events of these types, in words for its owner, or null. */
  readonly faultOf: (wanted: WantedFormat, owner: string) => Promise<string | null>
  /** Ends every run, since the program ends. */
  readonly close: () => void
}

/** The owner of what a caller tries before it is saved. */
export function draftsOf(callerName: string): string {
  return `drafts of ${callerName}`
}

export function policyOwner(policyId: number): string {
  return `policy ${policyId}`
}
