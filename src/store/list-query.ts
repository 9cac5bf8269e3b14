import { type Expression, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Condition, ListQuery, Scalar } from '../domain/list-query.ts'
import type { Schema } from './schema.ts'

/** A field that lists can be asked by: what it is in SQL, and what a value of the wire is there. */
export interface ListField {
  readonly sql: RawBuilder<unknown>
  /** Null for a value that no row can have. */
  readonly stored?: (value: Scalar) => Scalar | null
  /** What orders rows as the field does, where an index has that and not the field. */
  readonly order?: RawBuilder<unknown>
  /** The text in which a part is looked for, where it is not the stored one. */
  readonly text?: Expression<unknown>
}

export type ListFields = Readonly<Record<string, ListField>>

/** Keeps the rows that fulfil the conditions; a field that the list does not have is passed over, as in Harbor. */
export function filtered<Table extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, Table, Row>,
  { conditions }: ListQuery,
  fields: ListFields,
): SelectQueryBuilder<Schema, Table, Row> {
  return conditions.reduce((narrowed, condition) => {
    const field = Object.hasOwn(fields, condition.field) ? fields[condition.field] : undefined
    return field === undefined ? narrowed : narrowed.where(conditionSql(field, condition))
  }, query)
}

/** Puts rows in the order asked for, or in the list's own when no known field is. */
export function ordered<Table extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, Table, Row>,
  { order }: ListQuery,
  fields: ListFields,
  own: readonly RawBuilder<unknown>[],
): SelectQueryBuilder<Schema, Table, Row> {
  const asked = order.flatMap(({ field, descending }) => {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (known === undefined) return []
    const column = known.order ?? known.sql
    return [descending ? sql`${column} desc` : sql`${column} asc`]
  })
  const terms = asked.length > 0 ? [...asked, ...own] : own
  return terms.reduce((sorted, term) => sorted.orderBy(term), query)
}

function conditionSql(
  { sql: column, stored = (value) => value, text = column }: ListField,
  condition: Condition,
): RawBuilder<boolean> {
  switch (condition.is) {
    case 'equal':
      return sql`${column} = ${stored(condition.value)}`
    case 'like':
      return contains(sql`cast(${text} as text)`, condition.value)
    case 'one of':
      return sql`${column} in (${sql.join(condition.values.map(stored))})`
    case 'above':
      return sql`${column} > ${stored(condition.value)}`
    case 'below':
      return sql`${column} < ${stored(condition.value)}`
    case 'between': {
      const { min, max } = condition
      if (min === null) return max === null ? sql`true` : sql`${column} <= ${stored(max)}`
      if (max === null) return sql`${column} >= ${stored(min)}`
      return sql`${column} between ${stored(min)} and ${stored(max)}`
    }
  }
}

/** Whether a text contains a part, in capitals or not. Said by `lower`, since `like` alone minds capitals in PostgreSQL. */
export function contains(text: Expression<unknown>, part: string): RawBuilder<boolean> {
  return sql<boolean>`lower(${text}) like lower(${likePattern(part)}) escape '\\'`
}

/** Matches what contains the text; `%` and `_` in it stand for themselves. */
function likePattern(text: string): string {
  return `%${text.replace(/[%_\\]/g, '\\$&')}%`
}

/** For integer columns: a whole number that came as text. */
export function asNumber(value: Scalar): Scalar | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  return /^-?\d{1,15}$/.test(value) ? Number(value) : null
}

/** For boolean columns. */
export function asBoolean(value: Scalar): Scalar | null {
  return value === 'true' ? 1 : value === 'false' ? 0 : asNumber(value)
}
