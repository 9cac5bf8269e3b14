import type { QueryClient, QueryKey } from '@tanstack/react-query'

const REST_MS = 1000
/** An answer that takes long is asked for as much more seldom, */
const RESTS_PER_ANSWER = 10
/** yet not less often than by a page that has no live stream. */
const LONGEST_REST_MS = 5000

/**
 * Makes a function that asks again for all that is shown of some queries. However often it is called, they are asked one time
 * after the other, with a rest between, and once more after the last call.
 *
 * @param queryKey what their keys begin with
 */
export function createRefresh(client: QueryClient, queryKey: QueryKey, restMs = REST_MS): () => void {
  let isWanted = false
  let isBusy = false
  async function work(): Promise<void> {
    isBusy = true
    while (isWanted) {
      isWanted = false
      const startedMs = performance.now()
      const isFirst = isUnanswered(client, queryKey)
      await client.invalidateQueries({ queryKey })
      // The server may have read that answer before the change.
      if (isFirst) await client.invalidateQueries({ queryKey })
      const tookMs = performance.now() - startedMs
      const longMs = Math.min(LONGEST_REST_MS, RESTS_PER_ANSWER * tookMs)
      await new Promise((resolve) => setTimeout(resolve, Math.max(restMs, longMs)))
    }
    isBusy = false
  }
  return () => {
    isWanted = true
    if (!isBusy) void work()
  }
}

/** Whether a query waits for its first answer: it is not asked a second time meanwhile. */
function isUnanswered(client: QueryClient, queryKey: QueryKey): boolean {
  const queries = client.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })
  return queries.some(({ state }) => state.data === undefined)
}
