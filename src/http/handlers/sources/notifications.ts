import * as CALLS from '../../../contract/calls.ts'
import type { NotificationResponse } from '../../../contract/sources/notification.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Cache } from '../../../domain/cache.ts'
import {
  DEFAULT_SOURCE,
  type NotificationFrame,
  type Source,
  type SourceKind,
  type TranslationSettings,
} from '../../../domain/registry/source.ts'
import type { BodyReader } from '../../../domain/body/body-reader.ts'
import type { TraceNotification } from '../../../domain/registry/trace-notification.ts'
import type { IgnoredSummary } from '../../../domain/registry/ignored-summary.ts'
import type { IntakeResult } from '../../../intake/accept-in-slices.ts'
import type { Intake } from '../../../intake/intake.ts'
import type { Log } from '../../../log.ts'
import type { KeptOut } from '../../../intake/kept-out.ts'
import type { Strangers } from '../../../intake/strangers.ts'
import {
  type AnswerTo,
  type Call,
  type DirectBody,
  type DirectCall,
  type DirectHead,
  type Route,
  answer,
} from '../../route.ts'
import { type DirectAdmission, authenticated, createNotificationAdmission } from './notification-admission.ts'

export interface NotificationParts {
  readonly sources: Cache<string, Source | null>
  readonly sourceKinds: readonly SourceKind[]
  readonly translation: TranslationSettings
  readonly bodies: BodyReader
  readonly intake: Intake
  readonly keptOut: Pick<KeptOut, 'ignored' | 'refused' | 'accepted'>
  readonly strangers: Pick<Strangers, 'note'>
  /** Counts a notification that was refused, for the metrics. */
  readonly countRefusal: (status: number) => void
  /** Null while tracing is off. */
  readonly traceNotification: TraceNotification | null
  readonly clock: Clock
  readonly log: Log
}

/** Lines of the log for one notification. */
const MAX_LINES = 10

interface Notification extends Pick<Call, 'headers' | 'requestId'> {
  /** Parsed JSON, or an `UnparsedBody`. */
  readonly body: unknown
}

/** The endpoints that sources post their notifications to. */
export function notificationRoutes(parts: NotificationParts): readonly Route[] {
  const admission = createNotificationAdmission(parts)
  const take = traced(createTaker(parts), parts)

  async function notify(name: string, notification: Notification): Promise<AnswerTo<typeof CALLS.notify>> {
    // Once more: the source may have been changed while the body came.
    return take(await authenticated(parts.sources, name, notification.headers['authorization']), notification)
  }

  const direct: DirectCall = {
    admit(head) {
      const admitted = admission.admitDirectly(head)
      if (admitted === null) return null
      return admitted instanceof Promise ? admitted.then((one) => bodyOf(one, head)) : bodyOf(admitted, head)
    },
  }

  function bodyOf({ source, refused, release }: DirectAdmission, { headers }: DirectHead): DirectBody {
    const isUnchanged = (): boolean => parts.sources.known(source.name) === source
    const answer = (body: unknown, requestId: string) => {
      const notification = { headers, requestId, body }
      return isUnchanged() ? take(source, notification) : notify(source.name, notification)
    }
    return { refused, release, answer }
  }

  const routes = [
    answer(CALLS.notify, (call) => notify(DEFAULT_SOURCE, call)),
    answer(CALLS.notifyAsSource, (call) => notify(call.params.source, call)),
  ]
  return routes.flat().map((route) => ({ ...route, admission, direct }))
}

type Take = (source: Source, notification: Notification) => Promise<AnswerTo<typeof CALLS.notify>>

function traced(
  take: Take,
  { traceNotification: trace }: Pick<NotificationParts, 'traceNotification'>,
): Take {
  if (trace === null) return take
  return (source, notification) => {
    const { requestId, headers } = notification
    return trace({ source: source.name, requestId, headers }, () => take(source, notification))
  }
}

/** Takes notifications of authenticated sources in. */
function createTaker(parts: NotificationParts): Take {
  const kinds = new Map(parts.sourceKinds.map((kind) => [kind.kind, kind]))
  return async (source, notification) => {
    const { headers, body, requestId } = notification
    const kind = kinds.get(source.kind)
    if (kind === undefined) throw new Error(`source ${source.name} is of the unknown kind ${source.kind}`)
    const frame = {
      mediaType: mediaTypeOf(kind, headers['content-type']),
      headers,
      settings: source.settings,
      receivedAtMs: parts.clock.now(),
    }
    const reading = { kind: kind.kind, settings: parts.translation, frame }
    const read = parts.bodies.readNotification(ownerOf(source), body, reading)
    // A promise of what is known would cost each push a turn.
    const { slices, ignored } = read instanceof Promise ? await read : read
    logUnknown(source.name, ignored, parts.log)
    const result = await parts.intake.acceptSlices(source, slices)
    parts.keptOut.ignored(source.id, ignored)
    parts.keptOut.accepted(source.id)
    return { status: 200, body: toldOf(source, { requestId, result, ignored }, parts.log) }
  }
}

interface Taken extends Pick<Call, 'requestId'> {
  readonly result: IntakeResult
  readonly ignored: IgnoredSummary
}

/** What became of a notification, as the source and the log get it. */
export function toldOf(
  { name }: Source,
  { requestId, result, ignored }: Taken,
  log: Log,
): NotificationResponse {
  const { accepted, repeated, keptOut, eventIds } = result
  const counts = { accepted, repeated, ignored: ignored.count + keptOut }
  log.notificationAccepted({ requestId, source: name, ...counts, events: eventIds })
  return counts
}

/** Who waits where the bodies of a source wait. */
export function ownerOf({ id }: Source): string {
  return `source ${id}`
}

/** Writes a line for each reason of a notification; one with many more reasons gets no more lines. */
function logUnknown(source: string, { reasons }: IgnoredSummary, log: Log): void {
  const unknown = reasons.filter((one) => one.unknown)
  for (const { reason, count } of unknown.slice(0, MAX_LINES))
    log.notificationKeptOut({ source, reason, count })
}

/** @throws BellbuoyError `UNSUPPORTED_MEDIA_TYPE` */
export function mediaTypeOf(
  { contentTypes }: SourceKind,
  header: string | string[] | undefined,
): NotificationFrame['mediaType'] {
  const mediaType = (String(header ?? '').split(';', 1)[0] ?? '').trim().toLowerCase()
  if (contentTypes.includes(mediaType)) return mediaType
  const known = contentTypes.join(', ')
  throw new BellbuoyError(
    'UNSUPPORTED_MEDIA_TYPE',
    `content type ${JSON.stringify(mediaType)} is none of ${known}`,
  )
}
