import * as CALLS from '../../../contract/calls.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { LiveStreams } from '../../live/live-streams.ts'
import { type Route, answer } from '../../route.ts'

/** No proxy may keep the stream, nor may nginx buffer it (`x-accel-buffering`). The connection ends with it. */
const HEADERS = {
  'content-type': 'text/event-stream',
  'x-accel-buffering': 'no',
  connection: 'close',
}

export interface LiveParts {
  readonly liveStreams: Pick<LiveStreams, 'open'>
}

/** A stream of notices that name the topics that have changed; a client then asks again for what it shows. */
export function liveRoutes({ liveStreams }: LiveParts): readonly Route[] {
  // A `Last-Event-ID` changes nothing: the first notice covers everything that was missed.
  return answer(CALLS.listenToChanges, async ({ caller, project, readmit }) => {
    const listening = { listener: nameOf(caller), projectId: project?.id ?? null, readmit }
    return { status: 200, headers: HEADERS, body: liveStreams.open(listening) }
  })
}
