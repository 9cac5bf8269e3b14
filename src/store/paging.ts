import type { SelectQueryBuilder } from 'kysely'
import type { Page } from '../domain/list-query.ts'
import type { Schema } from './schema.ts'

/** One page of a query. */
export function paged<Table extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, Table, Row>,
  { offset, limit }: Page,
): SelectQueryBuilder<Schema, Table, Row> {
  return limit === 0 ? query : query.limit(limit).offset(offset)
}

/** How many rows a query without columns has. */
export async function count<Table extends keyof Schema>(
  query: SelectQueryBuilder<Schema, Table, object>,
): Promise<number> {
  const { total } = await query
    .select((expression) => expression.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}
