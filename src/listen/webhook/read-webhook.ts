import { isUtf8 } from 'node:buffer'
import type { FormatReader } from './format-reader.ts'
import { type Headers, headerOf } from './headers.ts'
import { identityOf } from './identity.ts'
import { readBellbuoy } from './read-bellbuoy.ts'
import { readBinaryCloudEvent, readStructuredCloudEvent } from './read-cloud-events.ts'
import { readDefault } from './read-default.ts'
import { readGuide } from './read-guide.ts'
import { headerFacts } from './read-headers.ts'
import { readProposal } from './read-proposal.ts'
import type { Facts, Webhook } from './webhook.ts'

/** Why a webhook cannot be read, in words for its sender: what is wrong, and what to do. */
export interface WebhookFault {
  readonly code: 'not JSON' | 'too many events'
  /** Contains nothing of the body. */
  readonly text: string
}

/** Events in one body; each of them can start a run of every rule. */
const MAX_EVENTS = 1000
/** Characters of all facts beyond those of the body: events may share a long name, and each run keeps its own facts. */
const MAX_SHARED_CHARACTERS = 4 * 1024 * 1024

/** In the order in which they are tried. Binary CloudEvents come last: all others say in the body alone what they are. */
const READERS: readonly FormatReader[] = [
  readDefault,
  readStructuredCloudEvent,
  readProposal,
  readGuide,
  readBellbuoy,
  readBinaryCloudEvent,
]

const JSON_TYPE = /^(?:application\/(?:[\w.-]+\+)?|text\/)json\s*(?:;|$)/i

/**
 * Reads a webhook in any payload format of Bellbuoy or Harbor, which its content shows. A body in none of them is fine: its facts are
 * those of the headers `x-bellbuoy-event` and `x-bellbuoy-repository`. Check the sender first.
 */
export function readWebhook({
  headers,
  body,
}: {
  readonly headers: Headers
  readonly body: Buffer
}): Webhook | { readonly fault: WebhookFault } {
  const contentType = headerOf(headers, 'content-type')
  const reading = jsonOf(body)
  if ('fault' in reading && JSON_TYPE.test(contentType)) return { fault: notJson(reading.fault) }
  const events = 'value' in reading ? eventsIn(reading.value, headers) : [headerFacts(headers)]
  if (events.length > MAX_EVENTS) return { fault: TOO_MANY }
  if (charactersOf(events) > body.length + MAX_SHARED_CHARACTERS) return { fault: TOO_LONG }
  return { identity: identityOf({ headers, body }), contentType, body, events }
}

function eventsIn(body: unknown, headers: Headers): readonly Facts[] {
  for (const read of READERS) {
    const events = read(body, headers)
    if (events !== null) return events
  }
  return [headerFacts(headers)]
}

function charactersOf(events: readonly Facts[]): number {
  return events.reduce((sum, { eventType: _, ...texts }) => {
    return Object.values(texts).reduce((length, text) => length + text.length, sum)
  }, 0)
}

const UTF8 = new TextDecoder()

function jsonOf(body: Buffer): { readonly value: unknown } | { readonly fault: string } {
  if (body.length === 0) return { fault: 'the body is empty' }
  if (!isUtf8(body)) return { fault: 'the body is not UTF-8' }
  try {
    return { value: JSON.parse(UTF8.decode(body)) as unknown }
  } catch {
    return { fault: 'the body is not JSON, or not all of it arrived' }
  }
}

function notJson(why: string): WebhookFault {
  const text = `${why}, though its content-type says JSON: send JSON, or the content-type that the body has`
  return { code: 'not JSON', text }
}

const TOO_MANY: WebhookFault = {
  code: 'too many events',
  text: `the body has more than ${MAX_EVENTS} events: send them in several webhooks`,
}

const TOO_LONG: WebhookFault = {
  code: 'too many events',
  text: 'the body has several events with a very long name in common: send them in several webhooks',
}
