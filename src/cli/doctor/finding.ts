/** `bad` keeps webhooks from coming, `warn` may soon or at times, `ok` is as it should be. */
export type Level = 'ok' | 'warn' | 'bad'

/** What a check has found. */
export interface Finding {
  readonly level: Level
  /** What was looked at: `clock`, `source registry`. */
  readonly about: string
  /** A sentence without a full stop. */
  readonly finding: string
  /** What to do, as one sentence; absent where all is well. */
  readonly fix?: string
}

export function ok(about: string, finding: string): Finding {
  return { level: 'ok', about, finding }
}

export function warn(about: string, finding: string, fix: string): Finding {
  return { level: 'warn', about, finding, fix }
}

export function bad(about: string, finding: string, fix: string): Finding {
  return { level: 'bad', about, finding, fix }
}
