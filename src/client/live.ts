import type { ChangeNotice } from '../contract/history/live.ts'
import { ApiFailure } from './api-failure.ts'
import { pause } from './pause.ts'
import { serverSentEvents } from './server-sent-events.ts'

/** More than two of the server's heartbeats, which come every 20 seconds. */
const SILENCE_MS = 45_000
/** How long after a stream has ended to open the next. */
const AGAIN_MS = 3000

/**
 * Follows a live stream, over as many connections as that takes, until the signal ends it.
 *
 * @param open rejects with an ApiFailure when the server refuses
 * @throws ApiFailure when the server refuses for good: nobody may listen, or there is nothing to listen to
 */
export async function* followChanges(
  open: (signal: AbortSignal) => Promise<Response>,
  ended: AbortSignal | undefined,
): AsyncGenerator<ChangeNotice, void, undefined> {
  for (;;) {
    if (isOver(ended)) return
    const silence = new AbortController()
    const signal = ended === undefined ? silence.signal : AbortSignal.any([ended, silence.signal])
    try {
      yield* noticesOf(await open(signal), silence)
    } catch (error) {
      if (isOver(ended)) return
      if (error instanceof ApiFailure && isFinal(error)) throw error
    }
    await pause(AGAIN_MS, ended)
  }
}

async function* noticesOf(answer: Response, silence: AbortController): AsyncGenerator<ChangeNotice> {
  if (answer.body === null) return
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  try {
    for await (const { name, data } of serverSentEvents(answer.body)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      if (name === 'change') yield JSON.parse(data) as ChangeNotice
    }
  } finally {
    clearTimeout(timer)
  }
}

/** A function, since the compiler takes a signal for one that never changes. */
function isOver(ended: AbortSignal | undefined): boolean {
  return ended?.aborted === true
}

function isFinal({ status }: ApiFailure): boolean {
  return status >= 400 && status < 500 && status !== 429
}
