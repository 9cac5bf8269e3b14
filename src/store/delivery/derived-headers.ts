import type { Exchange } from './exchange-base.ts'

/** What the headers of an attempt follow from. */
export interface AttemptFacts {
  readonly eventId: string
  readonly targetId: number
  /** The type that the payload names. */
  readonly eventType: string
  readonly repository: string
  readonly number: number
  readonly startedAtMs: number
}

/** A header that follows from the delivery and the attempt, as `src/targets/http/request-headers.ts` writes it; null for any other. */
export function derivedHeader(name: string, facts: AttemptFacts): string | null {
  switch (name) {
    case 'x-request-id':
      return facts.eventId
    case 'webhook-id':
      return `${facts.eventId}_${facts.targetId}`
    case 'webhook-timestamp':
      return String(Math.floor(facts.startedAtMs / 1000))
    case 'x-bellbuoy-event':
      return facts.eventType
    case 'x-bellbuoy-repository':
      return facts.repository
    case 'x-bellbuoy-attempt':
      return String(facts.number)
    default:
      return null
  }
}

/** A request with its derived headers, which are stored as null; one that was sent otherwise is stored as it was. */
export function withDerivedHeaders(request: Exchange, facts: AttemptFacts): Exchange {
  const { headers } = request
  if (typeof headers !== 'object' || headers === null) return request
  const sent = Object.entries(headers).map(
    ([name, value]) => [name, value ?? derivedHeader(name, facts)] as const,
  )
  return { ...request, headers: Object.fromEntries(sent) }
}
