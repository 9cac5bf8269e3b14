import { nameOf } from '../../../domain/people/caller.ts'
import type { LiveStreams } from '../../live/live-streams.ts'
import { type Route, route } from '../../route.ts'
import type { Scope } from '../scope.ts'

/** No proxy shall keep it, and nginx, which reads this header, shall not gather it. Its connection ends with it. */
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  connection: 'close',
}

/** Cache about what has changed, as they come; who wants to know more asks for it. */
export function liveRoutes(streams: Pick<LiveStreams, 'open'>, scope: Scope): readonly Route[] {
  const listen = route({
    method: 'GET',
    path: `${scope.path}/live`,
    tag: 'history',
    needs: 'notification-policy:read',
    operation: scope.pick('ListenToProject', 'Listen'),
    summary: scope.pick(
      'Hear by server-sent events when something in a project has changed',
      'Hear by server-sent events when something has changed',
    ),
    schema: { params: scope.params({}) },
    answers: { 200: 'event-stream' },
    // A `Last-Event-ID` changes nothing: whatever was missed, the first notice covers it.
    async handle({ caller, project, readmit }) {
      const listening = { listener: nameOf(caller), projectId: project?.id ?? null, readmit }
      return { status: 200, headers: HEADERS, body: streams.open(listening) }
    },
  })
  return [listen]
}
