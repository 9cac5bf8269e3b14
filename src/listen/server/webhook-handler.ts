import type { IncomingMessage } from 'node:http'
import { isUnavailable, messageOf } from '../../domain/errors.ts'
import { SqliteError } from '../../sqlite/sqlite-error.ts'
import type { EndedRuns, RunEnd } from '../dispatch/ended-runs.ts'
import type { ListenLog } from '../listen-log.ts'
import { checkSender } from '../webhook/check-sender.ts'
import { readWebhook } from '../webhook/read-webhook.ts'
import type { Sender } from '../webhook/sender.ts'
import type { Webhook } from '../webhook/webhook.ts'
import { type AcceptParts, type AcceptedWebhook, acceptWebhook } from './accept-webhook.ts'
import { type Answer, refusal, tryAgain } from './answer.ts'
import { type WhenGone, awaitResults } from './await-results.ts'
import type { BodyRoom } from './body-room.ts'
import { readBody } from './read-body.ts'

/** `SQLITE_FULL` (`sqlite3.h`). */
const FULL = 13

export interface WebhookParts extends AcceptParts {
  /** By what the sender is known now. */
  readonly sender: () => Sender
  readonly room: BodyRoom
  /** Of the longest webhook that is taken. */
  readonly maxBodyBytes: () => number
  readonly ended: EndedRuns
  /** How long an answer may wait for results. */
  readonly answerWithinMs: number
  readonly log: ListenLog
}

/** Answers a webhook: 2xx only when what it asks for is on disk. */
export async function answerWebhook(
  request: IncomingMessage,
  whenGone: WhenGone,
  parts: WebhookParts,
): Promise<Answer> {
  const early = refusalByHead(request, parts)
  if (early !== null) return early
  const room = parts.room.take(Number(request.headers['content-length'] ?? parts.maxBodyBytes()))
  if (room === null) return tryAgain(503, 'too many webhooks wait for the disk: try again', 1)
  try {
    const webhook = await readRequest(request, parts)
    const accepted = 'status' in webhook ? webhook : await accept(webhook, parts)
    if ('status' in accepted) return accepted
    room.free()
    return accepted.wantsResult ? await withResults(accepted, whenGone, parts) : acceptedAnswer(accepted)
  } finally {
    room.free()
  }
}

/** What the head alone shows: nothing of the body of a stranger is read. */
function refusalByHead(
  { headers, method }: IncomingMessage,
  { sender, clock, maxBodyBytes }: WebhookParts,
): Answer | null {
  if (method !== 'POST') return refusal(405, 'webhooks are sent with POST', { allow: 'POST' })
  if (isFromBrowser(headers) && isAnyone(sender()))
    return refusal(403, 'a browser sent it: give the listener a secret, which no page of a stranger knows')
  if (Number(headers['content-length'] ?? 0) > maxBodyBytes()) return tooLong(maxBodyBytes())
  const unsigned = { ...sender(), keys: [] }
  const fault = checkSender(unsigned, { headers, body: Buffer.alloc(0), nowMs: clock.now() })
  return fault === null ? null : refusal(401, fault.text)
}

/** A page of a stranger can make the browser of someone on this machine post to a listener that asks for no secret. */
function isFromBrowser(headers: IncomingMessage['headers']): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
}

function isAnyone({ authorizations, keys }: Sender): boolean {
  return authorizations.length + keys.length === 0
}

async function readRequest(
  request: IncomingMessage,
  { sender, clock, maxBodyBytes }: WebhookParts,
): Promise<Webhook | Answer> {
  const maxBytes = maxBodyBytes()
  const body = await readBody(request, maxBytes)
  if (body === null) return tooLong(maxBytes)
  const { headers } = request
  // The head has shown the rest.
  const signed = { ...sender(), authorizations: [] }
  const fault = checkSender(signed, { headers, body, nowMs: clock.now() })
  if (fault !== null) return refusal(401, fault.text)
  const webhook = readWebhook({ headers, body })
  return 'fault' in webhook ? refusal(400, webhook.fault.text) : webhook
}

function tooLong(maxBytes: number): Answer {
  return refusal(413, `a webhook has ${maxBytes} bytes at the most`)
}

async function accept(webhook: Webhook, parts: WebhookParts): Promise<AcceptedWebhook | Answer> {
  try {
    const accepted = await acceptWebhook(webhook, parts)
    const { runs, isRepeat } = accepted
    const id = webhook.identity.kind === 'id' ? webhook.identity.id : webhook.identity.sha256
    parts.log.webhookAccepted({ webhook: id, runs: runs.map((run) => run.id), isRepeat })
    return accepted
  } catch (error) {
    if (!isUnavailable(error)) throw error
    const cause = error instanceof Error ? error.cause : undefined
    const isFull = cause instanceof SqliteError && (cause.resultCode & 0xff) === FULL
    return tryAgain(isFull ? 507 : 503, messageOf(error), 5)
  }
}

/** 200 where nothing new starts. */
function acceptedAnswer({ runs, isRepeat }: AcceptedWebhook): Answer {
  const named = runs.map(({ id, rule }) => ({ id, rule }))
  if (runs.length === 0) return { status: 200, body: { runs: [] } }
  return isRepeat
    ? { status: 200, body: { runs: named, repeats: true } }
    : { status: 202, body: { runs: named } }
}

/** The answer of rules that want to say how their runs ended, also to one who asks again. */
async function withResults(
  accepted: AcceptedWebhook,
  whenGone: WhenGone,
  { ended, answerWithinMs }: WebhookParts,
): Promise<Answer> {
  const ends = await awaitResults({ runs: accepted.runs, ended, waitMs: answerWithinMs, whenGone })
  if (ends === null) return acceptedAnswer({ ...accepted, isRepeat: false })
  const isSuccess = ends.every(({ state }) => state === 'success' || state === 'superseded')
  return { status: isSuccess ? 200 : 500, body: { runs: ends.map(endShown) } }
}

const LAST_LINES = 20
const LAST_CHARACTERS = 4000

function endShown({ run, rule, state, reason, output }: RunEnd): unknown {
  const lastLines = output.slice(-LAST_CHARACTERS).trimEnd().split('\n').slice(-LAST_LINES).join('\n')
  return { id: run, rule, state, ...(reason !== '' && { reason }), output: lastLines }
}
