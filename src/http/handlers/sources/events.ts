import { bearerToken } from '../../../accounts/credentials.ts'
import { secretsEqual } from '../../../accounts/secret-equality.ts'
import { CloudEventBatchBody, CloudEventBody } from '../../../contract/sources/event-data.ts'
import { NotificationResponse } from '../../../contract/sources/notification.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { SourceEvent } from '../../../domain/event/event.ts'
import type { Projects } from '../../../domain/project.ts'
import type { Source, SourceKind, Sources } from '../../../domain/registry/source.ts'
import { API_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import { type Call, type Route, route } from '../../route.ts'
import { type NotificationParts, mediaTypeOf } from './notifications.ts'

/** Ten thousand events with something to say. */
const MAX_BODY_BYTES = 16 * 1024 * 1024

export interface EventParts extends NotificationParts {
  readonly storedSources: Sources
  readonly projects: Projects
  /** By kind. */
  readonly sourcesOfKind: (kind: string) => Promise<readonly Source[]>
}

/** Where anyone who may tells what happened, as CloudEvents. */
export function eventRoutes(parts: EventParts): readonly Route[] {
  const kind = parts.sourceKinds.find((known) => known.kind === API_SOURCE.kind)
  if (kind === undefined) throw new Error('there is no generic kind of source')
  return [
    route({
      method: 'POST',
      path: '/api/v2.0/events',
      operation: 'CreateEvents',
      summary:
        'Tell events as CloudEvents: one, a batch, or in binary mode; with the token of a generic source as Bearer, or as someone who may',
      tag: 'source',
      needs: 'log-in or source-token',
      schema: {},
      bodies: {
        'application/cloudevents+json': CloudEventBody,
        'application/cloudevents-batch+json': CloudEventBatchBody,
      },
      maxBodyBytes: MAX_BODY_BYTES,
      answers: { 200: NotificationResponse },
      async handle(call) {
        const source = await tellerOf(call, parts)
        const events = eventsIn(call, kind, parts)
        if (source !== null) return accepted(parts, source, events)
        await authorizeAll(events, call.authorize, parts.projects)
        // The ids of one project must not take those of another away.
        const own = events.map((event) => ({
          ...event,
          sourceEventId: `${event.project} ${event.sourceEventId}`,
        }))
        return accepted(parts, await ownSource(parts.storedSources, API_SOURCE), own)
      },
    }),
  ]
}

/** The source whose token it is, or null for a caller who is logged in. @throws BellbuoyError `UNAUTHORIZED` */
async function tellerOf(
  { headers, caller }: Pick<Call<object, 'nothing'>, 'headers' | 'caller'>,
  { sourcesOfKind }: EventParts,
): Promise<Source | null> {
  const { authorization } = headers
  const token = bearerToken(typeof authorization === 'string' ? authorization : undefined)
  const sources = token === null ? [] : await sourcesOfKind(API_SOURCE.kind)
  const source = sources.find((one) => secretsEqual(token ?? '', one.token))
  if (source !== undefined) return source
  if (caller !== null) return null
  const hint = 'log in, or send the token of a source of kind generic as "Authorization: Bearer TOKEN"'
  throw new BellbuoyError('UNAUTHORIZED', `unauthorized: ${hint}`)
}

function eventsIn(
  { body, headers }: Pick<Call, 'body' | 'headers'>,
  kind: SourceKind,
  { translation, clock }: EventParts,
): readonly SourceEvent[] {
  const mediaType = mediaTypeOf(kind, headers['content-type'])
  const frame = { mediaType, headers, settings: {}, receivedAtMs: clock.now() }
  return kind.translate(body, translation, frame).events
}

/** @throws BellbuoyError `FORBIDDEN` unless the caller may tell events of every project among them */
async function authorizeAll(
  events: readonly SourceEvent[],
  authorize: Call['authorize'],
  projects: Projects,
): Promise<void> {
  for (const name of new Set(events.map(({ project }) => project)))
    await authorize('event:create', await projects.byName(name))
}

async function accepted({ intake }: EventParts, source: Source, events: readonly SourceEvent[]) {
  const { accepted: count, repeated, keptOut } = await intake.accept(source, events)
  const body: NotificationResponse = { accepted: count, repeated, ignored: keptOut }
  return { status: 200, body }
}
