import { type Session, question } from './session.ts'

type Table = 'event' | 'payload' | 'delivery'

/** Ids for new rows of each table, in the order of time. */
export type Ids = Readonly<Record<Table, readonly number[]>>

const TAKE = question(`select ${taking('event', 1)}, ${taking('payload', 2)}, ${taking('delivery', 3)}`)

/** Takes ids for as many rows as there can be; those of rows that are not stored after all are never used. */
export async function allocate(
  session: Session,
  rows: Readonly<Partial<Record<Table, number>>>,
): Promise<Ids> {
  const { event = 0, payload = 0, delivery = 0 } = rows
  const [taken] = await session.ask<Record<Table, string>>(TAKE, event, payload, delivery)
  return {
    event: numbersIn(taken?.event),
    payload: numbersIn(taken?.payload),
    delivery: numbersIn(taken?.delivery),
  }
}

/** In one text, which costs less than a row for each. */
function taking(table: Table, parameter: number): string {
  return `array_to_string(array(
    select nextval((select pg_get_serial_sequence('${table}', 'id')::regclass)) from generate_series(1, $${parameter}::int)), ' ') as ${table}`
}

function numbersIn(text = ''): readonly number[] {
  return text === '' ? [] : text.split(' ').map(Number)
}
