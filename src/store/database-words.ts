import { type Expression, expressionBuilder, sql } from 'kysely'

/**
 * What the two databases write in different words. Statements say it by the functions below, and the compiler of each database puts its
 * own words around their arguments.
 */
type OwnFunction = 'time_text' | 'json_text' | 'json_fields'

/** For each function the texts before, between and after its arguments. */
export type DatabaseWords = Readonly<Record<OwnFunction, readonly string[]>>

export const SQLITE_WORDS: DatabaseWords = {
  time_text: ["strftime('%Y-%m-%d %H:%M:%f', ", " / 1000.0, 'unixepoch')"],
  json_text: ['(', ' ->> ', ')'],
  json_fields: ['json_each(', ')'],
}

export const POSTGRES_WORDS: DatabaseWords = {
  time_text: ['to_char(to_timestamp(', " / 1000.0) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')"],
  json_text: ['(cast(', ' as json) ->> ', ')'],
  json_fields: ['json_each(cast(', ' as json))'],
}

/** Milliseconds since 1970 as `2026-03-01 10:00:00.500`, in UTC. */
export function timeText(ms: Expression<unknown>): Expression<string> {
  return call('time_text', ms)
}

/** A field of an object in a column of JSON text, as text; null when it has none. */
export function jsonText(column: string, field: string): Expression<string | null> {
  return call('json_text', sql.ref(column), sql.lit(field))
}

/** The text in an object of JSON text under a name that is computed; null when it has none. */
export function jsonTextAt(
  object: Expression<unknown>,
  name: Expression<unknown>,
): Expression<string | null> {
  return call('json_text', object, name)
}

/** The fields of an object of JSON text, as a table with a row for each. */
export function jsonFields(object: Expression<unknown>): Expression<unknown> {
  return call('json_fields', object)
}

/** The words around the arguments of a function; undefined for one that is not ours. */
export function wordsFor(words: DatabaseWords, name: string): readonly string[] | undefined {
  return Object.hasOwn(words, name) ? words[name as OwnFunction] : undefined
}

function call<Result>(name: OwnFunction, ...values: readonly Expression<unknown>[]): Expression<Result> {
  return expressionBuilder().fn<Result>(name, values)
}
