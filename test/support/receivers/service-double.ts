import type { PlainAnswer } from './answer.ts'
import type { ReceivedRequest } from './received-requests.ts'

/** A service as its maker documents it. */
export interface ServiceDouble {
  /** The options of a target whose requests it takes, the secrets among them apart. */
  readonly options: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  /** What it finds wrong with a body as its format writes it, or null. */
  readonly faultIn: (body: string) => string | null
  /** What it says to a request as it comes, to a path that begins with the kind of its targets. */
  readonly answer: (request: ReceivedRequest) => PlainAnswer
}
