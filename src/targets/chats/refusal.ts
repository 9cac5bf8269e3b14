import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { Refusal } from '../http/refusal.ts'

/** How a chat reports refusals in the body of a 200: as JSON with a number, which is 0 where it took the message. */
export interface RefusalCodes {
  /** The key of the number. */
  readonly key: string
  /** The codes that its maker documents as a fault of the message or the address. All others may pass. */
  readonly forGood: readonly number[]
  /** How long a code asks to wait, in ms. */
  readonly waitsMs?: Readonly<Record<number, number>>
}

/** Reads such bodies; what has another shape is no refusal. */
export function refusalByCode({
  key,
  forGood,
  waitsMs = {},
}: RefusalCodes): (response: ReceivedResponse) => Refusal | null {
  return ({ status, body }) => {
    const code = status === 200 ? jsonObjectIn(body)?.[key] : undefined
    if (typeof code !== 'number' || code === 0) return null
    return { permanent: forGood.includes(code), retryAfterMs: waitsMs[code] ?? null }
  }
}
