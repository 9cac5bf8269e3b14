import { createHash } from 'node:crypto'
import type { LeasedDelivery } from '../../domain/delivery/delivery.ts'
import { type AttributeBinding, brokerMessage } from '../brokers/broker-message.ts'

/** By importance, where a service takes only so many; what is not here comes after the first of them, as the attributes of a CloudEvent do. */
const FIRST = ['webhook-id', 'content-type']
const LAST = [
  'x-bellbuoy-event',
  'x-bellbuoy-repository',
  'x-request-id',
  'traceparent',
  'x-bellbuoy-attempt',
  'x-bellbuoy-redelivery',
]

/** No character of XML 1.0, which AWS takes in no message: control characters, halves of pairs, U+FFFE, U+FFFF. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/**
 * What an http target gets as headers, as attributes of a message: the most important first, none empty, and all of them texts that XML
 * can carry.
 *
 * @param binding how attributes of a CloudEvent are named
 */
export function messageAttributes(
  delivery: LeasedDelivery,
  binding: AttributeBinding,
): readonly (readonly [name: string, value: string])[] {
  const { contentType, headers } = brokerMessage(delivery, '', binding)
  return Object.entries({ 'content-type': contentType, ...headers })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, value.replace(NO_CHARACTER, '\u{fffd}')] as const)
    .toSorted(([a], [b]) => rank(a) - rank(b))
}

function rank(name: string): number {
  const first = FIRST.indexOf(name)
  return first === -1 ? FIRST.length + 1 + LAST.indexOf(name) : first
}

/** A payload as a text that XML can carry: in JSON an escape means the same as the character. */
export function messageBody({ payload: { body, contentType } }: Pick<LeasedDelivery, 'payload'>): string {
  return /\bjson\b/.test(contentType) ? body.replace(NO_CHARACTER, escaped) : body
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** The repository as what keeps its messages in order; a digest of it, where its name has a character or a length that is not allowed. */
export function orderOf(
  { repository, projectId }: Pick<LeasedDelivery, 'repository' | 'projectId'>,
  allowed: RegExp,
): string {
  if (repository === '') return `project-${projectId}`
  return allowed.test(repository) ? repository : createHash('sha256').update(repository).digest('hex')
}
