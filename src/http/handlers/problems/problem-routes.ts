import * as CALLS from '../../../contract/calls.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Dispatch } from '../../../domain/delivery/dispatch.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { Trouble } from '../../../domain/problem/problem.ts'
import type { NamedProblem } from '../../../domain/problem/problems.ts'
import { type Project, GLOBAL_PROJECT_ID } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { expectNow } from '../history/delivery-actions.ts'
import { incompleteBody } from '../history/incomplete-body.ts'
import { problemResponse, unstoredResponse } from './problem-response.ts'

export interface ProblemParts {
  readonly store: Pick<Store, 'problems' | 'deliveryControl' | 'history'>
  readonly problemWatch: { readonly unwritable: Trouble | null }
  readonly dispatch: Pick<Dispatch, 'expect'>
  readonly clock: Pick<Clock, 'now'>
  readonly config: Pick<ServerConfig, 'maxAgeMs'>
}

/** Deliveries that one call sends again at the most. */
const MAX_AT_A_TIME = 1000

/** What needs a person, and what people do about it. */
export function problemRoutes(parts: ProblemParts): readonly Route[] {
  const { store, problemWatch, clock, config } = parts
  const { problems } = store
  const writing = { problems, maxAgeMs: config.maxAgeMs, now: () => clock.now() }
  const find = async (project: Project | null, id: number): Promise<NamedProblem> => {
    const problem = await problems.byId(project?.id ?? null, id)
    if (problem === null) throw new BellbuoyError('NOT_FOUND', `problem ${id} not found`)
    return problem
  }
  return [
    answer(CALLS.listProblems, async ({ project, query }) => {
      const projectId = project?.id ?? null
      const { items, next } = await problems.list(
        filterOf(query, projectId),
        query.limit ?? 50,
        query.cursor ?? null,
      )
      const unstored = projectId === null && isFirstOfAll(query) ? problemWatch.unwritable : null
      const written = await Promise.all(items.map((problem) => problemResponse(problem, writing)))
      const needing = (await problems.needing(projectId)) + (unstored === null ? 0 : 1)
      const all = unstored === null ? written : [unstoredResponse(unstored), ...written]
      return { status: 200, body: { items: all, needing, ...(next !== null && { next }) } }
    }),
    answer(CALLS.getProblem, async ({ project, params }) => {
      const problem = await find(project, params.problem_id)
      return { status: 200, body: await problemResponse(problem, writing) }
    }),
    answer(CALLS.acknowledgeProblem, async ({ project, params, body, caller, concerns }) => {
      const problem = await find(project, params.problem_id)
      concerns(subjectNameOf(problem), problem.policyId ?? undefined)
      const { acknowledged = true, note = '' } = body
      const acknowledgement = { atMs: clock.now(), by: nameOf(caller), note }
      await problems.acknowledge(problem.id, acknowledged ? acknowledgement : null)
      return { status: 200, body: await problemResponse(await find(project, problem.id), writing) }
    }),
    recoverRoutes(parts, find),
  ].flat()
}

/** Sends what failed since a target began to fail. */
function recoverRoutes(
  parts: ProblemParts,
  find: (project: Project | null, id: number) => Promise<NamedProblem>,
): readonly Route[] {
  const { problems, deliveryControl } = parts.store
  return answer(CALLS.recoverProblem, async ({ project, params, body, caller, concerns }) => {
    const problem = await find(project, params.problem_id)
    concerns(subjectNameOf(problem), problem.policyId ?? undefined)
    const { id, policyId, targetId, sinceMs } = problem
    if (problem.kind !== 'target_failing' || policyId === null || targetId === null)
      throw new BellbuoyError(
        'BAD_REQUEST',
        `problem ${id} is about no failing target: there is nothing to send`,
      )
    const scope = { policyId, targetId, sinceMs }
    const ofProject = problem.projectId === GLOBAL_PROJECT_ID ? null : problem.projectId
    const rest = incompleteBody(await deliveryControl.incompletelyRecoverable(scope, ofProject))
    if (body.dry_run === true) {
      const matched = await deliveryControl.recoverable(scope, MAX_AT_A_TIME)
      return { status: 200, body: { matched, done: 0, more: matched === MAX_AT_A_TIME, ...rest } }
    }
    // First of all, so that the redeliveries are younger.
    if ((await deliveryControl.recoverable(scope, 1)) > 0) await problems.noteRecovery(id, nameOf(caller))
    const created = await deliveryControl.recover(scope, MAX_AT_A_TIME)
    expectNow(parts, created)
    const { length } = created
    return { status: 200, body: { matched: length, done: length, more: length === MAX_AT_A_TIME, ...rest } }
  })
}

/** What a problem is about, by its name. */
function subjectNameOf({ policyName, sourceName, projectName }: NamedProblem): string {
  return policyName || (sourceName ?? projectName ?? 'everything')
}

type Query = Parameters<Parameters<typeof answer<typeof CALLS.listProblems.inSystem>>[1]>[0]['query']

function filterOf(query: Query, projectId: number | null) {
  const { state = 'open', kind, policy_id, target_id, source_id, acknowledged } = query
  return {
    projectId,
    ...(state !== 'all' && { isOpen: state === 'open' }),
    ...(kind !== undefined && { kind }),
    ...(policy_id !== undefined && { policyId: policy_id }),
    ...(target_id !== undefined && { targetId: target_id }),
    ...(source_id !== undefined && { sourceId: source_id }),
    ...(acknowledged !== undefined && { isAcknowledged: acknowledged === 'true' }),
  }
}

/** What stands on no record comes first where everything that is open is asked for. */
function isFirstOfAll({
  state = 'open',
  cursor,
  kind,
  policy_id,
  target_id,
  source_id,
  acknowledged,
}: Query): boolean {
  const isAll = policy_id === undefined && target_id === undefined && source_id === undefined
  const isOfKind = kind === undefined || kind === 'store_unwritable'
  return state !== 'closed' && cursor === undefined && isAll && isOfKind && acknowledged !== 'true'
}
