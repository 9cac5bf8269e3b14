import Type, { type Static } from 'typebox'
import { DELIVERY_STATES } from '../../domain/delivery/delivery-state.ts'
import {
  HEALTH_ORDERS,
  HEALTH_STATES,
  MAX_HEALTH_COUNTED,
  RECENT_SHOWN,
} from '../../domain/problem/policy-health.ts'
import { PROBLEM_CAUSES } from '../../domain/problem/problem.ts'

const Time = Type.String({ format: 'date-time' })
const oneOf = <const Values extends readonly string[]>(values: Values, description: string) =>
  Type.Enum([...values] as Values[number][], { description })

/** How policies stand, asked page by page. */
export const PolicyHealthQuery = Type.Object({
  name: Type.Optional(Type.String({ description: 'part of the name of a policy or its project' })),
  policy_id: Type.Optional(Type.Integer()),
  state: Type.Optional(Type.String({ description: 'several, joined by commas' })),
  sort: Type.Optional(
    Type.Enum(
      HEALTH_ORDERS.flatMap((order) => [order, `-${order}` as const]),
      {
        description: '`state` is worst first, `last` newest first; - turns it round',
        default: 'state',
      },
    ),
  ),
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
})
export type PolicyHealthQuery = Static<typeof PolicyHealthQuery>

export const PolicyHealthBody = Type.Object({
  policy_id: Type.Integer(),
  name: Type.String(),
  project_id: Type.Integer({ description: '0: it is a policy of all projects' }),
  project_name: Type.Optional(Type.String({ description: 'absent: it is a policy of all projects' })),
  enabled: Type.Boolean(),
  state: oneOf(
    HEALTH_STATES,
    'failing; disabled by Bellbuoy itself; held, which is paused or under a hold; working; idle, which never got an event; disabled by a person',
  ),
  event_types: Type.Array(Type.String()),
  trouble: Type.Optional(
    Type.Object(
      {
        problem_id: Type.Integer(),
        since: Time,
        cause: oneOf(PROBLEM_CAUSES, 'why, as far as that decides about the cure'),
        reason: Type.Optional(Type.String({ description: 'the last answer' })),
      },
      { description: 'while it is failing' },
    ),
  ),
  last_event_at: Type.Optional(Type.String({ format: 'date-time', description: 'absent: never' })),
  targets: Type.Array(
    Type.Object({
      id: Type.Integer(),
      type: Type.String(),
      address: Type.String(),
      paused: Type.Optional(Type.Boolean()),
      unreachable_since: Type.Optional(Time),
    }),
  ),
  delivered: Type.Integer({
    description: `of the newest ${MAX_HEALTH_COUNTED} deliveries of the last 24 hours`,
  }),
  failed: Type.Integer({ description: 'of the same; what was sent again is left out' }),
  redelivered: Type.Integer({ description: 'of the same: what failed and was sent again' }),
  waiting: Type.Integer({
    description: `deliveries that wait, counted up to ${MAX_HEALTH_COUNTED} a target`,
  }),
  recent: Type.Array(oneOf([...DELIVERY_STATES, 'recovered'], 'recovered: it failed and was sent again'), {
    description: `how the newest ${RECENT_SHOWN} deliveries stand, oldest first`,
  }),
})
export type PolicyHealthBody = Static<typeof PolicyHealthBody>

export const PolicyHealthResponse = Type.Object({
  items: Type.Array(PolicyHealthBody),
  total: Type.Integer({ description: 'policies that match, on all pages' }),
  counts: Type.Object(
    Object.fromEntries(HEALTH_STATES.map((state) => [state, Type.Integer()])) as Record<
      (typeof HEALTH_STATES)[number],
      ReturnType<typeof Type.Integer>
    >,
    { description: 'policies in each state, whichever states are asked for' },
  ),
})
export type PolicyHealthResponse = Static<typeof PolicyHealthResponse>
