import { type ApiCall, type Method, callsOf } from './api-call.ts'
import * as CALLS from './calls.ts'

const METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Every call of the API in the order of the paths, reads before changes; a scoped call is two. */
export const EVERY_CALL: readonly ApiCall[] = Object.values(CALLS).flatMap(callsOf).toSorted(byPath)

function byPath(left: ApiCall, right: ApiCall): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1
  return METHODS.indexOf(left.method) - METHODS.indexOf(right.method)
}
