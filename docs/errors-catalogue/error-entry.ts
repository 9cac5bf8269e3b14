/** One code of an error, as its page describes it. */
export interface ErrorEntry {
  readonly code: string
  /** In words, for the heading. */
  readonly title: string
  /** For the table of all codes, in a few words. */
  readonly short: string
  /** What the code says of the request or the attempt, in one to three sentences of Markdown. */
  readonly meaning: string
  readonly causes: readonly Cause[]
  /** Whether the same can succeed later, and whether Bellbuoy tries it by itself. */
  readonly retried: string
  readonly example: string
}

/** Why an error happens, and the way out. */
export interface Cause {
  /** As users read it; `…` stands for any text. */
  readonly sentence: string
  readonly why: string
  readonly cure: string
}

/** The answer of a call that was refused. */
export function answerOf(code: string, message: string): string {
  return JSON.stringify({ errors: [{ code, message }] })
}

/** The line of a delivery's log that says how an attempt ended. */
export function logLineOf(code: string, text: string, durationMs: number): string {
  return `2026-03-01T10:00:00.000Z [ERROR]: attempt 1 failed after ${durationMs} ms [${code}]: ${text}`
}
