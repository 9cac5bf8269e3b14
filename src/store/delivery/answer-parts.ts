import { sql } from 'kysely'
import { jsonFields, jsonText, jsonTextAt } from '../database-words.ts'

/** Attempts `a`, each with the answer `b` that its own differs from. */
export const ATTEMPTS_WITH_BASES = sql`attempt a left join exchange_base b on b.id = a.response_base`

/** Where values stand in an answer: its status, its headers, its body (`flattened` of `exchange-base.ts`). */
const STATUS_AT = '0'
const bodyAt = sql`cast(1 + (select count(*) from ${jsonFields(jsonText('b.json', 'headers'))}) as text)`

/** The status of the answer to an attempt; null when there was none. */
export const answerStatus = sql<number | null>`cast(case when a.response_base is null
  then ${jsonText('a.response_json', 'status')}
  else coalesce(${jsonText('a.response_json', STATUS_AT)}, ${jsonText('b.json', 'status')}) end as integer)`

/** The body of the answer to an attempt, as far as it is kept; null when there was none. */
export const answerBody = sql<string | null>`case when a.response_base is null
  then ${jsonText('a.response_json', 'body')}
  else coalesce(${jsonTextAt(sql.ref('a.response_json'), bodyAt)}, ${jsonText('b.json', 'body')}) end`

/** The code of the failure of an attempt; null when it succeeded. */
export const failureCode = jsonText('a.failure_json', 'code')

/** Why an attempt failed, for people; null when it succeeded. */
export const failureText = jsonText('a.failure_json', 'text')
