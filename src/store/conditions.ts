import { type RawBuilder, sql } from 'kysely'

/** A condition in a statement that is written as text. */
export type SqlCondition = RawBuilder<unknown>

/** The condition on a value that was asked for; none when there is no such value. */
export function given<Value>(
  value: Value | null | undefined,
  condition: (value: Value) => SqlCondition,
): readonly SqlCondition[] {
  return value === null || value === undefined ? [] : [condition(value)]
}

/**
 * Whether a statement that begins with `select 1` has a row. It is asked for each row that is checked: of an `exists` PostgreSQL makes a
 * join, which may read all of the other table first.
 */
export function isThere(rows: RawBuilder<unknown>): SqlCondition {
  return sql`(${rows} limit 1) is not null`
}

/** The `where` of a statement whose rows fulfil every condition; empty when there is none. */
export function where(conditions: readonly SqlCondition[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
}
