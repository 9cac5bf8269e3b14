import { setImmediate } from 'node:timers/promises'
import { bearerToken } from '../../../accounts/credentials.ts'
import { secretsEqual } from '../../../accounts/secret-equality.ts'
import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import type { Projects } from '../../../domain/project.ts'
import type { Source, SourceKind } from '../../../domain/registry/source.ts'
import {
  type SlicedTranslation,
  type Slices,
  type Translation,
  mapSlices,
} from '../../../domain/registry/translation.ts'
import type { Store } from '../../../domain/store.ts'
import { shownBody } from '../../../domain/body/unparsed-body.ts'
import { API_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import { STATUS } from '../../errors.ts'
import { type AnswerTo, type Call, type Route, answer } from '../../route.ts'
import { noteRefusal } from './notification-admission.ts'
import { type NotificationParts, mediaTypeOf, ownerOf, toldOf } from './notifications.ts'

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
    if (source !== null) return accepted(parts, call, source, await translateFor(source, call, kind, parts))
    const { slices, ignored } = await translate(call, kind, ownerNamed(call), parts)
    await authorizeAll(slices, call.authorize, parts.store.projects)
    const apiSource = await ownSource(parts.store.sources, API_SOURCE)
    return accepted(parts, call, apiSource, { slices: mapSlices(slices, withOwnIds), ignored })
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

type Reported = Pick<Call<typeof CALLS.createEvents>, 'body' | 'headers'>

async function translate(
  { body, headers }: Reported,
  kind: SourceKind,
  owner: string,
  { translation: settings, clock, bodies }: EventParts,
): Promise<SlicedTranslation> {
  const mediaType = mediaTypeOf(kind, headers['content-type'])
  const frame = { mediaType, headers, settings: {}, receivedAtMs: clock.now() }
  return bodies.readNotification(owner, body, { kind: kind.kind, settings, frame })
}

/** As `translate`; what is refused is on record at its source, as it is at the source's own path. */
async function translateFor(
  source: Source,
  call: Reported,
  kind: SourceKind,
  parts: EventParts,
): Promise<SlicedTranslation> {
  try {
    return await translate(call, kind, ownerOf(source), parts)
  } catch (error) {
    if (error instanceof BellbuoyError) {
      const { code, message } = error
      const refusal = { status: STATUS[code], message, body: shownBody(call.body) }
      noteRefusal(source, refusal, call.headers, parts)
    }
    throw error
  }
}

function ownerNamed({ caller }: Pick<Call<typeof CALLS.createEvents>, 'caller'>): string {
  return `caller ${caller === null ? '' : nameOf(caller)}`
}

/** The ids of one project must not take those of another away. */
function withOwnIds({ events, ignored }: Translation): Translation {
  const own = events.map((event) => ({ ...event, sourceEventId: `${event.project} ${event.sourceEventId}` }))
  return { events: own, ignored }
}

/** @throws BellbuoyError `FORBIDDEN` unless the caller may report events of every project among them */
async function authorizeAll(slices: Slices, authorize: Call['authorize'], projects: Projects): Promise<void> {
  const allowed = new Set<string>()
  for (const { events } of slices) {
    const others = new Set(events.map(({ project }) => project)).difference(allowed)
    for (const name of others) {
      await authorize('event:create', await projects.byName(name))
      allowed.add(name)
    }
    // There may be many slices, and others wait.
    if (others.size === 0 && slices.length > 1) await setImmediate()
  }
}

async function accepted(
  { intake, keptOut: account, log }: EventParts,
  { requestId }: Pick<Call, 'requestId'>,
  source: Source,
  { slices, ignored }: SlicedTranslation,
): Promise<AnswerTo<typeof CALLS.createEvents>> {
  const result = await intake.acceptSlices(source, slices)
  account.ignored(source.id, ignored)
  account.accepted(source.id)
  return { status: 200, body: toldOf(source, { requestId, result, ignored }, log) }
}
