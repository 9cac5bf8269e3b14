import * as CALLS from '../../../contract/calls.ts'
import type { LegalHoldRequest, LegalHoldResponse } from '../../../contract/history/legal-hold.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { LegalHold, LegalHoldScope } from '../../../domain/retention/legal-hold.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { writtenTime } from './delivery-filter.ts'

export interface LegalHoldParts {
  readonly store: Pick<Store, 'legalHolds' | 'projects'>
}

/** Legal holds: what an investigation needs outlives the limits of the retention. */
export function legalHoldRoutes({ store: { legalHolds, projects } }: LegalHoldParts): readonly Route[] {
  const scopeOf = async ({
    project: name,
    event_id,
    since,
    until,
  }: LegalHoldRequest): Promise<LegalHoldScope> => {
    const project = name === undefined ? null : await projects.byName(name)
    if (name !== undefined && project === null)
      throw new BellbuoyError('NOT_FOUND', `project ${name} not found`)
    return {
      projectId: project?.id ?? null,
      eventId: event_id ?? null,
      sinceMs: since === undefined ? null : writtenTime('since', since),
      untilMs: until === undefined ? null : writtenTime('until', until),
    }
  }
  return [
    answer(CALLS.listLegalHolds, async () => ({
      status: 200,
      body: (await legalHolds.list()).map(legalHoldResponse),
    })),
    answer(CALLS.placeLegalHold, async ({ body, caller, concerns }) => {
      concerns(body.project ?? body.event_id ?? 'everything')
      const scope = await scopeOf(body)
      assertMeant(scope, body)
      const id = await legalHolds.place({ ...scope, reason: body.reason, placedBy: nameOf(caller) })
      if (id === null) throw new BellbuoyError('NOT_FOUND', `event ${body.event_id ?? ''} not found`)
      return { status: 201, headers: { location: `/api/v2.0/legal-holds/${id}` }, body: { id } }
    }),
    answer(CALLS.liftLegalHold, async ({ params: { legal_hold_id: id }, caller }) => {
      if (!(await legalHolds.lift(id, nameOf(caller))))
        throw new BellbuoyError('NOT_FOUND', `legal hold ${id} not found`)
      return { status: 200 }
    }),
  ].flat()
}

/** A slip holds neither everything nor nothing. */
function assertMeant(
  { sinceMs, untilMs, ...scope }: LegalHoldScope,
  { everything = false }: LegalHoldRequest,
) {
  const isNarrow = [sinceMs, untilMs, scope.projectId, scope.eventId].some((one) => one !== null)
  if (isNarrow === everything)
    throw badRequest('say what to hold: a project, an event or a time, or "everything": true alone')
  if (sinceMs !== null && untilMs !== null && sinceMs >= untilMs)
    throw badRequest('since must be before until')
}

function legalHoldResponse(hold: LegalHold): LegalHoldResponse {
  const { id, projectName, eventId, sinceMs, untilMs, reason, placedAtMs, placedBy } = hold
  return {
    id,
    ...(projectName !== null && { project: projectName }),
    ...(eventId !== null && { event_id: eventId }),
    ...(sinceMs !== null && { since: timeInMs(sinceMs) }),
    ...(untilMs !== null && { until: timeInMs(untilMs) }),
    reason,
    placed_at: timeInMs(placedAtMs),
    placed_by: placedBy,
  }
}
