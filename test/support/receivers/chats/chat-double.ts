import type { Answer, PlainAnswer } from '../answer.ts'
import type { ReceivedRequest } from '../received-requests.ts'

// Whatever shape a chat expects it to have.
export type Json = ReturnType<typeof JSON.parse>

/** A chat as its maker documents it. */
export interface ChatDouble {
  /** What it finds wrong with a message as its format writes it, or null. */
  readonly faultIn: (body: string) => string | null
  /** The options of a target whose requests it takes. */
  readonly options?: Readonly<Record<string, string | number | boolean>>
  /** Its targets have no path. */
  readonly isAtRoot?: true
  /** What the addresses of its targets end in. */
  readonly query?: string
  /** What it says to a message that it takes. */
  readonly thanks: PlainAnswer
  /** What it says to a request as it comes. */
  readonly answer: (request: ReceivedRequest) => Answer
  /** How it asks in its own words to be left alone for so many ms. */
  readonly waiting?: (ms: number) => PlainAnswer
  /** Refusals in the body of a 200, as documented. */
  readonly refusals?: { readonly forGood: readonly string[]; readonly passing: readonly string[] }
}

/** A fault of the first that finds one, or null. */
export function first(...faults: readonly (string | false)[]): string | null {
  return faults.find((fault) => typeof fault === 'string') || null
}

/** What is wrong with a text that may have so many units. */
export const longer = (text: unknown, limit: number, what: string): string | false =>
  (typeof text !== 'string' || text === '' || text.length > limit) && `invalid_payload: ${what}`

/** The keys of an object that a chat does not know. */
export function unknown(object: Json, known: readonly string[]): string | false {
  const others = Object.keys(object ?? {}).filter((key) => !known.includes(key))
  return others.length > 0 && `unknown fields: ${others.join(', ')}`
}

/** A chat that answers 400 with what it finds wrong. */
export function plainChat(faultIn: ChatDouble['faultIn'], thanks: PlainAnswer): ChatDouble {
  return {
    faultIn,
    thanks,
    answer({ body }) {
      const fault = faultIn(body)
      return fault === null ? thanks : { status: 400, body: fault }
    },
  }
}
