import type { Generated } from 'kysely'

export interface DeliveryTables {
  delivery: DeliveryTable
  attempt: AttemptTable
  /** Requests and answers of targets, each the first of its shape; what attempts differ from. */
  exchange_base: { id: Generated<number>; target_id: number; json: string }
  payload: PayloadTable
  /** When a policy last got an event of a type, and how many deliveries it got of that type in all. */
  last_trigger: { policy_id: number; event_type: string; at: number; deliveries: number }
}

export interface DeliveryTable {
  id: Generated<number>
  event_id: number
  /** The type that its payload names, where its policy had Harbor's way; null: that of its event. */
  reported_as: string | null
  project_id: number
  policy_id: number
  target_id: number
  payload_id: number
  state: string
  due_at: number | null
  attempts: number
  failures: number
  reason: string
  lease_owner: string | null
  lease_until: number | null
  /** The delivery that a user had sent once more, or null. */
  redelivery_of: number | null
  /** Of one that a person asked for after others of the same event to the same target: 1, 2, … */
  redelivery: number | null
  /** The next delivery of its event to its target, which counts in its place; null while there is none. */
  redelivered_as: number | null
  /** Its age counts from here, by the service clock; null for deliveries that had ended before there was one. */
  aged_from: number | null
  created_at: number
  updated_at: number
  ended_at: number | null
}

export interface AttemptTable {
  delivery_id: number
  number: number
  started_at: number
  duration_ms: number
  /** The exchange that it differs from, and `request_json` holds how; null: it holds the whole. */
  request_base: number | null
  request_json: string | null
  response_base: number | null
  response_json: string | null
  failure_json: string | null
}

export interface PayloadTable {
  id: Generated<number>
  event_id: number
  format: string
  /** As `mediaTypeCode` writes it. */
  content_type: string
  headers_json: string | null
  body: string
  /** 1 while `body` holds what a template is filled with. */
  unrendered: number
}
