import type { Failure, ReceivedResponse } from '../../domain/delivery/attempt.ts'

/** How a chat refuses a message: whether for good, and how long it wants to be left alone. */
export type Refusal = Pick<Failure, 'permanent' | 'retryAfterMs'>

/** Of the answers below 500 only these can change with time (RFC 9110, 8470, 6585): timeout, too early, too many requests. */
const PASSING: readonly number[] = [408, 425, 429]

/** Whether a status of 400 or more is a refusal that no later attempt changes. */
export function isForGood(status: number): boolean {
  return status < 500 && !PASSING.includes(status)
}

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

/** The JSON object that a body is, or null. */
export function jsonObjectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = JSON.parse(body) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
