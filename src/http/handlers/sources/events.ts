import { bearerToken } from '../../../accounts/credentials.ts'
import { secretsEqual } from '../../../accounts/secret-equality.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { NotificationResponse } from '../../../contract/sources/notification.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { SourceEvent } from '../../../domain/event/event.ts'
import type { Projects } from '../../../domain/project.ts'
import type { Source, SourceKind, Translation } from '../../../domain/registry/source.ts'
import type { Store } from '../../../domain/store.ts'
import { API_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import { STATUS } from '../../errors.ts'
import { type AnswerTo, type Call, type Route, answer } from '../../route.ts'
import { noteRefusal } from './notification-admission.ts'
import { type NotificationParts, mediaTypeOf } from './notifications.ts'

export interface EventParts extends NotificationParts {
  readonly store: Pick<Store, 'sources' | 'keptOut' | 'projects'>
  /** By kind. */
  readonly sourcesOfKind: (kind: string) => Promise<readonly Source[]>
}

/** Events from any program with the permission, as CloudEvents. */
export function eventRoutes(parts: EventParts): readonly Route[] {
  const kind = parts.sourceKinds.find((known) => known.kind === API_SOURCE.kind)
  if (kind === undefined) throw new Error('there is no generic kind of source')
  const assertKnown: Route['assertKnown'] = async (call) => {
    await reporterOf(call, parts)
  }
  const routes = answer(CALLS.createEvents, async (call) => {
    const source = await reporterOf(call, parts)
    if (source !== null) return accepted(parts, source, translateFor(source, call, kind, parts))
    const translation = translate(call, kind, parts)
    const { events } = translation
    await authorizeAll(events, call.authorize, parts.store.projects)
    // The ids of one project must not take those of another away.
    const own = events.map((event) => ({
      ...event,
      sourceEventId: `${event.project} ${event.sourceEventId}`,
    }))
    const apiSource = await ownSource(parts.store.sources, API_SOURCE)
    return accepted(parts, apiSource, { ...translation, events: own })
  })
  return routes.map((route) => ({ ...route, assertKnown }))
}

/** The source whose token it is, or null for a caller who is logged in. @throws BellbuoyError `UNAUTHORIZED` */
async function reporterOf(
  { headers, caller }: Pick<Call<typeof CALLS.createEvents>, 'headers' | 'caller'>,
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

function translate(
  { body, headers }: Pick<Call<typeof CALLS.createEvents>, 'body' | 'headers'>,
  kind: SourceKind,
  { translation, clock }: EventParts,
): Translation {
  const mediaType = mediaTypeOf(kind, headers['content-type'])
  const frame = { mediaType, headers, settings: {}, receivedAtMs: clock.now() }
  return kind.translate(body, translation, frame)
}

/** As `translate`; what is refused is on record at its source, as it is at the source's own path. */
function translateFor(
  source: Source,
  call: Pick<Call<typeof CALLS.createEvents>, 'body' | 'headers'>,
  kind: SourceKind,
  parts: EventParts,
): Translation {
  try {
    return translate(call, kind, parts)
  } catch (error) {
    if (error instanceof BellbuoyError) {
      const { code, message } = error
      noteRefusal(source, { status: STATUS[code], message, body: call.body }, call.headers, parts)
    }
    throw error
  }
}

/** @throws BellbuoyError `FORBIDDEN` unless the caller may report events of every project among them */
async function authorizeAll(
  events: readonly SourceEvent[],
  authorize: Call['authorize'],
  projects: Projects,
): Promise<void> {
  for (const name of new Set(events.map(({ project }) => project)))
    await authorize('event:create', await projects.byName(name))
}

async function accepted(
  { intake, keptOut: account }: EventParts,
  source: Source,
  { events, ignored }: Translation,
): Promise<AnswerTo<typeof CALLS.createEvents>> {
  const { accepted: count, repeated, keptOut } = await intake.accept(source, events)
  account.ignored(source.id, ignored)
  account.accepted(source.id)
  const body: NotificationResponse = { accepted: count, repeated, ignored: ignored.length + keptOut }
  return { status: 200, body }
}
