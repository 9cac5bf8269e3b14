import type { TargetRequest } from '../../../../src/contract/webhooks/policy.ts'
import type { Answer, PlainAnswer } from '../answer.ts'
import type { ReceivedRequest } from '../received-requests.ts'

// Whatever shape a service expects it to have.
export type Json = ReturnType<typeof JSON.parse>

/** A message as a service keeps it. */
export interface CloudMessage {
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  /** What keeps messages in order, where the service has it. */
  readonly order?: string
  /** What the service recognises a repeat by, where it does. */
  readonly repeat?: string
}

/** A queue or bus as its maker documents it. */
export interface CloudDouble {
  /** A target whose requests it takes. */
  readonly target: (origin: string) => Required<Pick<TargetRequest, 'address' | 'options'>>
  /** What the record must not show. */
  readonly secrets: readonly string[]
  /** Another value for one of the secrets. */
  readonly wrong: (origin: string) => Readonly<Record<string, string>>
  /** How attributes of a CloudEvent are named; null where a payload is a CloudEvent as a whole. */
  readonly prefix: string | null
  /** How many attributes it takes. */
  readonly maxAttributes: number
  /** What it says to a request as it comes. */
  readonly answer: (request: ReceivedRequest) => Answer
  /** @throws when it would not take the request */
  readonly read: (request: ReceivedRequest) => CloudMessage
  readonly thanks: PlainAnswer
  readonly refusals: { readonly forGood: readonly PlainAnswer[]; readonly passing: readonly PlainAnswer[] }
}

/** What a service would not take. */
export class Refused extends Error {
  readonly answer: PlainAnswer

  constructor(answer: PlainAnswer) {
    super(String(answer.body))
    this.name = 'Refused'
    this.answer = answer
  }
}

/** Answers as the double reads. */
export function answerBy(read: CloudDouble['read'], thanks: PlainAnswer): CloudDouble['answer'] {
  return (request) => {
    try {
      read(request)
      return thanks
    } catch (error) {
      if (error instanceof Refused) return error.answer
      throw error
    }
  }
}
