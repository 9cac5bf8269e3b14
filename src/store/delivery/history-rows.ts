import { sql } from 'kysely'
import type { DeliveryState } from '../../domain/delivery/delivery-state.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import type { DeliverySummary, KnownPolicy, StoredEvent } from '../../domain/delivery/history.ts'
import type { PolicyVerdict } from '../../domain/policy/policy.ts'

export interface DeliveryRow {
  id: number
  event_id: string
  event_type: string
  repository: string
  tag: string | null
  project_id: number
  policy_id: number
  policy_name: string
  policy_project_name: string | null
  target_id: number
  state: string
  attempts: number
  reason: string
  due_at: number | null
  created_at: number
  updated_at: number
  ended_at: number | null
  redelivery_of: number | null
}

export interface PolicyRow extends KnownPolicy {
  readonly id: number
}

export interface EventRow {
  id: string
  project_id: number
  type: string
  repository: string
  tag: string | null
  digest: string | null
  operator: string
  source: string
  occurred_at: number
  accepted_at: number
  withheld: string | null
  verdicts_json: string
  held_until: number | null
}

export const EVENT_COLUMNS = sql`e.id, e.project_id, e.type, e.repository, e.tag, e.digest, e.operator, s.name as source,
  e.occurred_at, e.accepted_at, e.withheld, e.verdicts_json, e.held_until`
export const DELIVERY_COLUMNS = sql`d.id, d.event_id, e.type as event_type, e.repository, e.tag, d.project_id, d.policy_id,
  (select name from policy where id = d.policy_id) as policy_name,
  (select o.name from policy p join project o on o.id = p.project_id where p.id = d.policy_id) as policy_project_name, d.target_id, d.state, d.attempts, d.reason, d.due_at, d.created_at, d.updated_at, d.ended_at, d.redelivery_of`
export function eventOf(
  row: EventRow,
  verdicts: readonly PolicyVerdict[],
  policies: ReadonlyMap<number, KnownPolicy>,
): StoredEvent {
  return {
    id: row.id,
    projectId: row.project_id,
    type: row.type as EventType,
    repository: row.repository,
    tag: row.tag,
    digest: row.digest,
    operator: row.operator,
    source: row.source,
    occurredAtMs: row.occurred_at,
    acceptedAtMs: row.accepted_at,
    withheld: row.withheld,
    // Every policy is found: one that is deleted keeps its row.
    verdicts: verdicts.flatMap((verdict) => {
      const policy = policies.get(verdict.policyId)
      return policy === undefined ? [] : [{ ...verdict, policy }]
    }),
    heldUntilMs: row.held_until,
  }
}

export function deliveryOf(row: DeliveryRow): DeliverySummary {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type as EventType,
    repository: row.repository,
    tag: row.tag,
    projectId: row.project_id,
    policyId: row.policy_id,
    targetId: row.target_id,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    reason: row.reason,
    dueAtMs: row.due_at,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    endedAtMs: row.ended_at,
    policy: { name: row.policy_name, projectName: row.policy_project_name },
    redeliveryOf: row.redelivery_of,
  }
}
