import type { AnswerOf, ApiCall } from '../../../src/contract/api-call.ts'
import { createClient } from '../../../src/client/client.ts'
import type { RequestArguments } from '../../../src/client/request.ts'
import { serverAnswered, serverUnreachable } from './reachability.ts'

export { ApiFailure, isOutdated } from '../../../src/client/api-failure.ts'

/** As long as browsers wait by themselves. */
const TIMEOUT_MS = 300_000

/** Each answer to a session brings a token that the next change sends back. */
let csrfToken = ''

/** Makes a request in the name of the session, and notices whether the server can be reached. */
const fetchInSession: typeof fetch = async (address, init = {}) => {
  const headers = new Headers(init.headers)
  headers.set('x-requested-with', 'XMLHttpRequest')
  if (init.method !== 'GET' && csrfToken !== '') headers.set('x-harbor-csrf-token', csrfToken)
  try {
    const answer = await fetch(address, { ...init, headers, credentials: 'same-origin' })
    serverAnswered()
    csrfToken = answer.headers.get('x-harbor-csrf-token') ?? csrfToken
    return answer
  } catch (error) {
    serverUnreachable()
    throw error
  }
}

/** Calls the API of the page's own server. What reads a list or a page tries again by itself. */
export const { call, ask } = createClient({
  url: '',
  fetch: fetchInSession,
  retries: 0,
  timeoutMs: TIMEOUT_MS,
})

/** A page of a list and how long the list is. @throws ApiFailure */
export async function askForPage<Of extends ApiCall>(
  of: Of,
  ...request: RequestArguments<Of>
): Promise<List<AnswerOf<Of>>> {
  const { body, total } = await call(of, ...request)
  return { items: body, total }
}

export interface List<Items> {
  readonly items: Items
  /** Of all pages. */
  readonly total: number
}
