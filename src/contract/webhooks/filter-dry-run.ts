import Type, { type Static } from 'typebox'
import { PolicyFilterBody } from './policy-filter.ts'
import { HarborWay } from './policy.ts'

/** How many of the newest events a filter is tried on. */
export const DRY_RUN_EVENTS = 200

/** What a policy would want. */
export const FilterDryRunRequest = Type.Object({
  event_types: Type.Array(Type.String()),
  filter: Type.Optional(PolicyFilterBody),
  harbor_way: HarborWay,
})

export const FilterDryRunResponse = Type.Object({
  looked_at: Type.Integer({ description: `the newest events, ${DRY_RUN_EVENTS} at the most` }),
  matched: Type.Integer(),
  events: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      repository: Type.String(),
      tag: Type.Optional(Type.String()),
      digest: Type.Optional(Type.String()),
      operator: Type.Optional(Type.String()),
      occurred_at: Type.String({ format: 'date-time' }),
      verdict: Type.String({ description: '`deliver`, or why not' }),
      excluded_by: Type.Optional(
        Type.String({ description: 'the glob of the filter that keeps it out, where one does' }),
      ),
    }),
    { description: 'newest first' },
  ),
})
export type FilterDryRunResponse = Static<typeof FilterDryRunResponse>
