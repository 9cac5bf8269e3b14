import type { PlainAnswer } from '../answer.ts'
import type { ReceivedRequest } from '../received-requests.ts'

/** A system of alerts as its maker documents it. */
export interface AlertDouble {
  /** The options of a target whose requests it takes, the secrets among them apart. */
  readonly options: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  /** What it finds wrong with a body as its format writes it, or null. */
  readonly faultIn: (body: string) => string | null
  /** What it says to a request as it comes. */
  readonly answer: (request: ReceivedRequest) => PlainAnswer
  /** The key of the alert that a body is about, and whether it opens it. */
  readonly alertIn: (body: string) => { readonly key: string; readonly isOpened: boolean }
}
