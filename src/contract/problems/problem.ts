import Type, { type Static } from 'typebox'
import { IncompleteBody } from '../incomplete.ts'
import { CLOSING_REASONS, PROBLEM_CAUSES, PROBLEM_KINDS } from '../../domain/problem/problem.ts'
import { MAX_COUNTED, MAX_RECOVERABLE } from '../../domain/problem/problems.ts'

const Time = (description: string) => Type.String({ format: 'date-time', description })
const oneOf = <const Values extends readonly string[]>(values: Values, description: string) =>
  Type.Enum([...values] as Values[number][], { description })

/** A problem, what waits while it lasts, and what has become of it. What is empty or null is left out. */
export const ProblemResponse = Type.Object({
  id: Type.Optional(
    Type.Integer({ description: 'absent while it cannot be stored: Bellbuoy cannot write to its database' }),
  ),
  kind: oneOf(PROBLEM_KINDS, 'what is wrong'),
  cause: oneOf(PROBLEM_CAUSES, 'why, as far as that decides about the cure'),
  on_purpose: Type.Boolean({ description: 'true: a person stopped it, so it needs nobody at once' }),
  finding: Type.String({ description: 'what is wrong, as a sentence' }),
  reason: Type.Optional(Type.String({ description: 'the last answer; of a hold who began it' })),
  cure: Type.String({ description: 'what most likely helps' }),
  since: Time('of a failing target: since its first delivery that failed came'),
  opened_at: Time('when Bellbuoy noticed it'),
  times_opened: Type.Integer({ description: 'more than 1: it came back within ten minutes' }),
  closed_at: Type.Optional(Time('absent while it is open')),
  closed_because: Type.Optional(
    oneOf(CLOSING_REASONS, 'it is over, nothing is sent there any more, or it is gone'),
  ),
  project_id: Type.Integer({ description: '0: it concerns the whole system' }),
  project_name: Type.Optional(Type.String()),
  policy_id: Type.Optional(Type.Integer()),
  policy_name: Type.Optional(Type.String()),
  target_id: Type.Optional(Type.Integer()),
  target_address: Type.Optional(Type.String({ description: 'absent for a target that is gone' })),
  source_id: Type.Optional(Type.Integer()),
  source_name: Type.Optional(Type.String()),
  waiting: Type.Integer({ description: `deliveries that wait; counted up to ${MAX_COUNTED}` }),
  recoverable: Type.Optional(
    Type.Integer({
      description: `of a failing target: deliveries that failed since, have their payload still, and were not sent again; counted up to ${MAX_RECOVERABLE}`,
    }),
  ),
  unreachable_since: Type.Optional(
    Time('the target gives no answer since then: deliveries without an attempt are kept, and probes go out'),
  ),
  expires_from: Type.Optional(Time('when the oldest of the deliveries that wait expires')),
  acknowledged: Type.Optional(
    Type.Object({ at: Time('when'), by: Type.String(), note: Type.Optional(Type.String()) }),
  ),
  recovery: Type.Optional(
    Type.Object(
      {
        at: Time('when somebody first sent what had failed'),
        by: Type.String({ description: 'who did last' }),
        sent: Type.Integer({ description: 'the sum of the others' }),
        delivered: Type.Integer(),
        failed: Type.Integer(),
        waiting: Type.Integer(),
      },
      { description: 'what became of the deliveries that were sent again' },
    ),
  ),
})
export type ProblemResponse = Static<typeof ProblemResponse>

export const ProblemsQuery = Type.Object({
  state: Type.Optional(
    Type.Enum(['open', 'closed', 'all'] as ('open' | 'closed' | 'all')[], { default: 'open' }),
  ),
  kind: Type.Optional(oneOf(PROBLEM_KINDS, 'only of this kind')),
  policy_id: Type.Optional(Type.Integer()),
  target_id: Type.Optional(Type.Integer()),
  source_id: Type.Optional(Type.Integer()),
  acknowledged: Type.Optional(
    oneOf(['true', 'false'] as const, 'only what somebody has taken on, or nobody'),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  cursor: Type.Optional(Type.Integer()),
})

export const ProblemsResponse = Type.Object({
  items: Type.Array(ProblemResponse, { description: 'newest first' }),
  needing: Type.Integer({
    description: 'open problems that need someone at once, and that nobody has acknowledged',
  }),
  next: Type.Optional(Type.Integer({ description: 'cursor of the next part' })),
})
export type ProblemsResponse = Static<typeof ProblemsResponse>

export const AcknowledgeRequest = Type.Object({
  acknowledged: Type.Optional(Type.Boolean({ description: 'false takes it back; true when left out' })),
  note: Type.Optional(Type.String({ maxLength: 1000, description: 'for the others' })),
})

export const RecoverRequest = Type.Object({
  dry_run: Type.Optional(Type.Boolean({ description: 'only count' })),
})

export const RecoverResponse = Type.Object({
  matched: Type.Integer({
    description:
      'deliveries that failed or expired since, have their payload still, and were not sent again yet',
  }),
  done: Type.Integer({ description: 'deliveries that were sent again' }),
  more: Type.Boolean({ description: 'there may be more: ask again' }),
  incomplete: Type.Optional(IncompleteBody),
})
export type RecoverResponse = Static<typeof RecoverResponse>
