import type { PolicyRequest } from '../../../contract/webhooks/policy.ts'
import { draftsOf } from '../../../domain/delivery/templates.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { EventType } from '../../../domain/event/event-type.ts'
import type { PolicyDraft } from '../../../domain/policy/policy.ts'
import type { TargetDraft } from '../../../domain/target/target.ts'
import { namedEventTypes } from '../named-event-types.ts'
import { assertMeaningful } from './meaningful-events.ts'
import { policyFilter } from './policy-filter-body.ts'
import { type TargetChecks, targetDraft } from './target-draft.ts'

const MAX_NAME = 256

/**
 * Checks a policy in Harbor's order and words (`validateEventTypes` in `src/server/v2.0/handler/webhook.go`). An absent
 * `enabled` means disabled, as in Harbor.
 *
 * @param caller whose templates wait for each other
 * @throws BellbuoyError `BAD_REQUEST`, or `TOO_MANY_REQUESTS` when the caller tries too many templates
 */
export async function policyDraft(
  request: PolicyRequest,
  checks: TargetChecks,
  caller: Caller,
): Promise<PolicyDraft> {
  const { name = '', description = '', enabled = false, event_types = [], filter, targets = [] } = request
  if (name.length > MAX_NAME) throw badRequest(`the name is longer than ${MAX_NAME} characters`)
  if (event_types.length === 0) throw badRequest('empty event type')
  const eventTypes = namedEventTypes(event_types)
  if (targets.length === 0) throw badRequest(`empty notification target with policy ${name}`)
  const drafts = targets.map((target) => targetDraft(target, name, checks))
  for (const { type } of drafts) assertMeaningful(eventTypes, type, checks)
  // Before any template runs.
  const wantedFilter = policyFilter(filter)
  for (const draft of drafts) await assertWritable(draft, eventTypes, checks, draftsOf(nameOf(caller)))
  return {
    name,
    description,
    enabled,
    eventTypes,
    filter: wantedFilter,
    harborWay: request.harbor_way ?? null,
    targets: drafts,
  }
}

/** @throws BellbuoyError `BAD_REQUEST` when the target's format could write none of the events */
async function assertWritable(
  target: TargetDraft,
  eventTypes: readonly EventType[],
  { payloadFormats, templates }: TargetChecks,
  owner: string,
): Promise<void> {
  const format = payloadFormats.find(({ name }) => name === target.payloadFormat)
  if (format?.isTemplate !== true) return
  const fault = await templates.faultOf({ eventTypes, target }, owner)
  if (fault !== null) throw badRequest(fault)
}
