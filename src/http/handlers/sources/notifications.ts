import * as CALLS from '../../../contract/calls.ts'
import type { NotificationResponse } from '../../../contract/sources/notification.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Cache } from '../../../domain/cache.ts'
import {
  DEFAULT_SOURCE,
  type IgnoredEntry,
  type NotificationFrame,
  type Source,
  type SourceKind,
  type TranslationSettings,
} from '../../../domain/registry/source.ts'
import { reasonOf } from '../../../domain/registry/kept-out-example.ts'
import type { Intake } from '../../../intake/intake.ts'
import type { Log } from '../../../log.ts'
import type { KeptOut } from '../../../intake/kept-out.ts'
import type { Strangers } from '../../../intake/strangers.ts'
import { type AnswerTo, type Call, type Route, answer } from '../../route.ts'
import { authenticated, createNotificationAdmission } from './notification-admission.ts'

export interface NotificationParts {
  readonly sources: Cache<string, Source | null>
  readonly sourceKinds: readonly SourceKind[]
  readonly translation: TranslationSettings
  readonly intake: Intake
  readonly keptOut: Pick<KeptOut, 'ignored' | 'refused' | 'accepted'>
  readonly strangers: Pick<Strangers, 'note'>
  readonly clock: Clock
  readonly log: Log
}

/** Lines of the log for one notification. */
const MAX_LINES = 10

type NotifyCall = Pick<Call<typeof CALLS.notify>, 'headers' | 'body'>

/** The endpoints that sources post their notifications to. */
export function notificationRoutes(parts: NotificationParts): readonly Route[] {
  const admission = createNotificationAdmission(parts)
  const kinds = new Map(parts.sourceKinds.map((kind) => [kind.kind, kind]))

  async function notify(name: string, call: NotifyCall): Promise<AnswerTo<typeof CALLS.notify>> {
    // Once more: the source may have been changed while the body came.
    const source = await authenticated(parts.sources, name, call.headers['authorization'])
    const kind = kinds.get(source.kind)
    if (kind === undefined) throw new Error(`source ${name} is of the unknown kind ${source.kind}`)
    const { events, ignored } = kind.translate(call.body, parts.translation, {
      mediaType: mediaTypeOf(kind, call.headers['content-type']),
      headers: call.headers,
      settings: source.settings,
      receivedAtMs: parts.clock.now(),
    })
    logUnknown(name, ignored, parts.log)
    const { accepted, repeated, keptOut } = await parts.intake.accept(source, events, ignored)
    parts.keptOut.ignored(source.id, ignored)
    parts.keptOut.accepted(source.id)
    const body: NotificationResponse = { accepted, repeated, ignored: ignored.length + keptOut }
    return { status: 200, body }
  }

  const routes = [
    answer(CALLS.notify, (call) => notify(DEFAULT_SOURCE, call)),
    answer(CALLS.notifyAsSource, (call) => notify(call.params.source, call)),
  ]
  return routes.flat().map((route) => ({ ...route, admission }))
}

/** Writes a line for each reason of a notification; one with many more reasons gets no more lines. */
function logUnknown(source: string, ignored: readonly IgnoredEntry[], log: Log): void {
  const unknown = ignored.filter((entry) => entry.unknown)
  const byReason = Map.groupBy(unknown, ({ reason }) => reasonOf(reason))
  for (const [reason, entries] of [...byReason].slice(0, MAX_LINES))
    log.notificationKeptOut({ source, reason, count: entries.length })
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
