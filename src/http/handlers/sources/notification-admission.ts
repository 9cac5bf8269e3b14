import { basicCredentials, bearerToken } from '../../../accounts/credentials.ts'
import { secretsEqual } from '../../../accounts/secret-equality.ts'
import { MAX_NOTIFICATION_BYTES } from '../../../contract/sources/notification.ts'
import type { Cache } from '../../../domain/cache.ts'
import type { Clock } from '../../../domain/clock.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { DEFAULT_SOURCE, type Source } from '../../../domain/registry/source.ts'
import type { KeptOut } from '../../../intake/kept-out.ts'
import type { Strangers } from '../../../intake/strangers.ts'
import type { Log } from '../../../log.ts'
import type { AdmittedBody, BodyAdmission, CallHead, Refusal } from '../../bodies/body-admission.ts'
import { BodyBudget, type HeldBytes } from '../../bodies/body-budget.ts'
import { SourceShares } from '../../bodies/source-shares.ts'
import { STATUS } from '../../errors.ts'
import type { DirectHead } from '../../route.ts'
import { createLineASecond } from './line-a-second.ts'
import { ShownTokens } from './shown-tokens.ts'

const MIB = 1024 * 1024
/** A source can have one notification of the largest size under way, and many of the usual size beside it. */
const LIMITS = { totalBytes: 64 * MIB, shareBytes: MAX_NOTIFICATION_BYTES + MIB, floorBytes: MIB }
/** A larger notification reports so many events that it is taken in slices. */
const USUAL_BYTES = 64 * 1024
const TIME_LIMIT_MS = 20_000

export interface AdmissionParts {
  readonly sources: Cache<string, Source | null>
  readonly keptOut: Pick<KeptOut, 'refused'>
  readonly strangers: Pick<Strangers, 'note'>
  /** Counts a notification that was refused, for the metrics. */
  readonly countRefusal: (status: number) => void
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
  readonly log: Log
}

/** A notification whose source has shown its token. */
export interface DirectAdmission extends Pick<AdmittedBody, 'refused' | 'release'> {
  readonly source: Source
}

/**
 * As `admit`, of small notifications and by what is in memory: null for strangers, and where the source must be looked up. A promise where a call
 * has to wait for its turn; it rejects as `admit` does.
 */
export type AdmitDirectly = (head: DirectHead) => DirectAdmission | Promise<DirectAdmission> | null

export interface NotificationAdmission extends BodyAdmission {
  readonly admitDirectly: AdmitDirectly
}

/**
 * Admits the bodies of sources that show their token, as far as memory and the share of each source allow. A stranger is answered 401 before a byte of the
 * body is read, and leaves no trace at any source.
 */
export function createNotificationAdmission(parts: AdmissionParts): NotificationAdmission {
  const budget = new BodyBudget(LIMITS)
  const shown = new ShownTokens(showsToken)
  const shares = new SourceShares(parts.clock)
  const lineOf = createLineASecond(parts.clock)

  async function admit({ params, headers, address }: CallHead): Promise<AdmittedBody> {
    const name = params['source'] ?? DEFAULT_SOURCE
    const source = await parts.sources.get(name)
    if (!showsToken(source, headers['authorization'])) {
      parts.strangers.note(name, address)
      parts.countRefusal(STATUS.UNAUTHORIZED)
      throw unauthorized()
    }
    return { ...(await roomOrRefusal(source, headers)), refused: notedFor(source, headers) }
  }

  const notedFor = (source: Source, headers: CallHead['headers']) => (refusal: Refusal) =>
    noteRefusal(source, refusal, headers, parts)

  /** @throws BellbuoyError `UNAVAILABLE`, which is noted in the account of the source */
  async function roomOrRefusal(source: Source, headers: CallHead['headers']): Promise<HeldBytes> {
    try {
      return await roomFor(source.id, headers)
    } catch (error) {
      if (error instanceof BellbuoyError) {
        const refusal = { status: 503, message: error.message, body: undefined }
        noteRefusal(source, refusal, headers, parts, lineOf(source.id))
      }
      throw error
    }
  }

  /** A large notification takes no turn here: it is taken in slices, in which sources take turns. */
  async function roomFor(sourceId: number, headers: CallHead['headers']): Promise<HeldBytes> {
    const bytes = declaredBytes(headers)
    const room = budget.hold(sourceId, bytes)
    if (bytes > USUAL_BYTES) return room
    try {
      const leave = await shares.enter(sourceId, bytes)
      return { ...room, release: bothOf(room.release, leave) }
    } catch (error) {
      room.release()
      throw error
    }
  }

  function admitDirectly({ params, headers, connection }: DirectHead): ReturnType<AdmitDirectly> {
    const source = parts.sources.known(params['source'] ?? DEFAULT_SOURCE) ?? null
    if (!shown.has(connection, source, headers['authorization'])) return null
    const refused = notedFor(source, headers)
    const bytes = declaredBytes(headers)
    const leave = budget.hasRoom(source.id, bytes) ? shares.tryEnter(source.id, bytes) : null
    if (leave === null)
      return roomOrRefusal(source, headers).then(({ release }) => ({ source, refused, release }))
    return { source, refused, release: bothOf(budget.hold(source.id, bytes).release, leave) }
  }

  return { admit, admitDirectly, timeLimitMs: TIME_LIMIT_MS }
}

function bothOf(first: () => void, second: () => void): () => void {
  return () => {
    first()
    second()
  }
}

/** @throws BellbuoyError `UNAUTHORIZED`, the same whether there is no such source or its token is another */
export async function authenticated(
  sources: Cache<string, Source | null>,
  name: string,
  header: string | string[] | undefined,
): Promise<Source> {
  const source = await sources.get(name)
  if (showsToken(source, header)) return source
  throw unauthorized()
}

/** Whether a call shows the token of a source; it takes the same time when there is no source. */
function showsToken(source: Source | null, header: string | string[] | undefined): source is Source {
  const given = tokenIn(typeof header === 'string' ? header : undefined)
  const matches = secretsEqual(given ?? '', source?.token ?? '')
  return given !== null && source !== null && matches
}

function unauthorized(): BellbuoyError {
  const hint =
    'send the token of this source as "Authorization: Bearer TOKEN", as the password of Basic, or bare'
  return new BellbuoyError('UNAUTHORIZED', `unknown source or wrong token: ${hint}`)
}

/** The token of a source: as `Bearer`, as the password of Basic, or bare, since Harbor sends what its users typed. */
function tokenIn(header: string | undefined): string | null {
  const bare = /^\S+$/.test(header ?? '') ? (header ?? null) : null
  return bearerToken(header) ?? basicCredentials(header)?.password ?? bare
}

/** 0 when it is not known, or too large: such a body is refused without being read. */
function declaredBytes(headers: CallHead['headers']): number {
  const bytes = Number(headers['content-length'] ?? 0)
  return bytes <= MAX_NOTIFICATION_BYTES ? bytes : 0
}

/**
 * Notes, in the log and in the account of a source, that one of its notifications was refused as a whole.
 *
 * @param line how many refusals the line of the log stands for; null: it gets none
 */
export function noteRefusal(
  source: Source,
  { requestId, status, message, body }: Refusal,
  headers: CallHead['headers'],
  { keptOut, countRefusal, log }: Pick<AdmissionParts, 'keptOut' | 'countRefusal' | 'log'>,
  line: number | null = 1,
): void {
  if (line !== null)
    log.notificationRefused({
      ...(requestId !== undefined && { requestId }),
      source: source.name,
      status,
      reason: message,
      ...(line > 1 && { count: line }),
    })
  countRefusal(status)
  const { 'content-type': mediaType, 'content-length': length } = headers
  const example = { status, message, content_type: mediaType, content_length: length, body }
  keptOut.refused(source.id, reasonOfRefusal(status, message), example)
}

/** What follows the colon differs from body to body; the example has it. */
function reasonOfRefusal(status: number, message: string): string {
  return `refused with ${status}: ${message.replace(/^(the body is not JSON): .*$/s, '$1')}`
}
