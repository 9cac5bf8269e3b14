/** Of every answer of the API: it is for one caller, now, and nothing but what its type says. */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const

/** The type of an answer in JSON: as in Harbor only failures name the charset. */
export function jsonTypeOf(status: number): string {
  return status < 400 ? 'application/json' : 'application/json; charset=utf-8'
}
