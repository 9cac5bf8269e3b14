import { ApiFailure } from '../../client/api-failure.ts'
import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { Feed, News } from './feed.ts'
import { WakeUp } from './wake-up.ts'

/** Between two rounds, however much changes. */
const LEAST_MS = 1000
/** A round without a notice: for what waits, and where a proxy holds the live stream up. */
const POLL_MS = 5000

export interface FollowParts {
  readonly client: Client
  readonly project: string | null
  readonly feed: Pick<Feed, 'news'>
  readonly signal: AbortSignal
  readonly print: (news: News) => void
  /** Says that the server is away, or is there again. */
  readonly say: (sentence: string) => void
}

/**
 * Prints news until the signal ends it, over as many connections and starts of the server as that takes.
 *
 * @throws ApiFailure when the server refuses for good
 */
export async function follow({ client, project, feed, signal, print, say }: FollowParts): Promise<void> {
  const wakeUp = new WakeUp()
  signal.addEventListener('abort', () => wakeUp.wake())
  const listening = listen(client, project, signal, wakeUp)
  let refusal: unknown = null
  listening.catch((error: unknown) => {
    refusal = error
    wakeUp.wake()
  })
  let isAway = false
  while (!signal.aborted) {
    if (refusal !== null) throw refusal as Error
    try {
      for await (const news of feed.news()) print(news)
      if (isAway) say('the server answers again')
      isAway = false
    } catch (error) {
      if (isOver(signal)) return
      if (!passes(error)) throw error
      if (!isAway) say(`${error.message}; waiting for the server`)
      isAway = true
    }
    await pause(LEAST_MS, signal)
    await wakeUp.wait(POLL_MS)
  }
}

async function listen(client: Client, project: string | null, signal: AbortSignal, wakeUp: WakeUp) {
  for await (const { topics } of client.live(inScope(CALLS.listenToChanges, project), { signal }))
    if (topics.includes('events') || topics.includes('deliveries')) wakeUp.wake()
}

function passes(error: unknown): error is ApiFailure {
  return error instanceof ApiFailure && (error.status === 0 || error.status === 429 || error.status >= 500)
}

/** A function, since the compiler takes a signal for one that never changes. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (isOver(signal)) {
      resolve()
      return
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
