import { type Session, statement } from './session.ts'

const STATEMENTS = {
  event: allocating('event'),
  payload: allocating('payload'),
  delivery: allocating('delivery'),
}

/** Ids for new rows, in the order of time; those of rows that are not stored after all are never used. */
export async function allocate(
  session: Session,
  table: keyof typeof STATEMENTS,
  rows: number,
): Promise<readonly number[]> {
  if (rows === 0) return []
  const found = await session.ask<{ id: number }>(STATEMENTS[table], rows)
  return found.map(({ id }) => id)
}

function allocating(table: string) {
  return statement(
    `select nextval(pg_get_serial_sequence('${table}', 'id')) as id from generate_series(1, $1::int)`,
  )
}
