import { requestReadersOf } from './validation.ts'
import type { Call, Route } from './route.ts'

/** Reads the thing that a change is about; null where it cannot be read. */
export type ReadTwin = (call: Call) => Promise<unknown>

/** How the call that changes a thing reads it: by the call with the same path; null when there is none. */
export function readTwinOf({ method, path }: Route, routes: readonly Route[]): ReadTwin | null {
  if (method !== 'PUT' && method !== 'PATCH') return null
  const twin = routes.find((one) => one.method === 'GET' && one.path === path)
  if (twin === undefined) return null
  const { querystring: readQuery } = requestReadersOf(twin)
  return async (call) => {
    try {
      const query = readQuery?.({}) ?? {}
      const { body } = await twin.handle({ ...call, body: undefined, query, guard: undefined } as never)
      return body ?? null
    } catch {
      // The change itself says what is wrong.
      return null
    }
  }
}
