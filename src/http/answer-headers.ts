/** Of every answer of the API: it is for one caller, now, and nothing but what its type says. */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const
