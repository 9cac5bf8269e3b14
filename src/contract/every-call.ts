import { type ApiCall, callsOf } from './api-call.ts'
import * as CALLS from './calls.ts'

/** Every call of the API in the order of the paths; a scoped call is two. */
export const EVERY_CALL: readonly ApiCall[] = Object.values(CALLS)
  .flatMap(callsOf)
  .toSorted((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0))
