/** What a command starts with. */
export interface CommandStart {
  /** Program and arguments. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Null for the folder in which the listener was started. */
  readonly workingFolder: string | null
  readonly uid: number | null
  readonly gid: number | null
  /** For its standard input. */
  readonly body: Uint8Array
  readonly timeLimitMs: number
}

/** Why a command is ended before it ends by itself. */
export type EndReason = 'stop' | 'shutdown'

/** What the launcher is asked for; `run` is the number of a run. */
export type LaunchOrder =
  | { readonly kind: 'start'; readonly run: number; readonly start: CommandStart }
  /** Starts a process that waits; the command takes its place on `go`, so that its number is on disk before anything runs. */
  | { readonly kind: 'prepare'; readonly run: number; readonly start: CommandStart }
  | { readonly kind: 'go'; readonly run: number }
  | { readonly kind: 'end'; readonly run: number; readonly why: EndReason }

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null
  readonly signal: string | null
  /** Why it did not start; null for one that did. */
  readonly fault: string | null
  readonly isOverTime: boolean
  /** Who ended it; null when nobody did. */
  readonly endedFor: EndReason | null
  readonly durationMs: number
  readonly output: string
}

export type LaunchAnswer =
  /** The first; `session` names the one that commands start in without waiting, null where each of them has to wait. */
  | { readonly kind: 'ready'; readonly session: string | null }
  /** The process waits; null where the system has no name for its group. */
  | { readonly kind: 'prepared'; readonly run: number; readonly group: string | null }
  /** It did not wait, and is still there after a moment; with the name of its group. */
  | { readonly kind: 'lasts'; readonly run: number; readonly group: string }
  | { readonly kind: 'ended'; readonly run: number; readonly end: CommandEnd }
