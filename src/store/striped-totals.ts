import { sql } from 'kysely'

/**
 * Rows whose sums are totals. PostgreSQL spreads a total over stripes, so that transactions which add to it do not wait for each other
 * (`postgres/hot/stripe.ts`); SQLite, whose writer is alone, and what is rare write the first row.
 */
export const SOURCE_COUNTS = sql`(
  select source_id, received, repeated, merged, kept_out from source_account
  union all select source_id, received, repeated, merged, kept_out from source_account_stripe)`

/** Of policies and event types: the newest `at` and the sum of `deliveries` count. */
export const TRIGGERS = sql`(
  select policy_id, event_type, at, deliveries from last_trigger
  union all select policy_id, event_type, at, deliveries from last_trigger_stripe)`

/** Of sources and reasons: the newest `last_at` and the sum of `count` count; one row at most has an example. */
export const KEPT_OUT = sql`(
  select source_id, reason, count, last_at, example from kept_out
  union all select source_id, reason, count, last_at, null from kept_out_stripe)`
