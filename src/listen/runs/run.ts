import type { Facts } from '../webhook/webhook.ts'

/**
 * The life of a run: `pending` (due, or waiting for its turn or retry) and `running` take turns until it ends as
 * `success` (exit code 0, or an answer of 2xx), `error` (gave up), `superseded` (a newer run replaces it) or `stopped`
 * (a person stopped it, or its rule is gone).
 */
export const RUN_STATES = ['pending', 'running', 'success', 'error', 'superseded', 'stopped'] as const

export type RunState = (typeof RUN_STATES)[number]

/** What one rule does for one event of one webhook. */
export interface Run {
  /** Grows with time; `bellbuoy listen log 17` shows this one. */
  readonly id: number
  readonly rule: string
  readonly webhookId: string
  readonly facts: Facts
  readonly state: RunState
  /** Why it ended, or why it failed last; empty while nothing went wrong. */
  readonly reason: string
  readonly attempts: number
  readonly acceptedAtMs: number
  /** Null once it has ended. */
  readonly dueAtMs: number | null
  readonly endedAtMs: number | null
}

/** How one start of a command, or one call, ended. */
export interface RunResult {
  readonly isSuccess: boolean
  /** Of a command that ended by itself. */
  readonly exitCode: number | null
  /** Of a command that a signal ended, such as `SIGKILL` after its time limit. */
  readonly signal: string | null
  /** Of a call that was answered. */
  readonly statusCode: number | null
  /** One sentence for a failure; else empty. */
  readonly reason: string
  readonly durationMs: number
  /** The beginning and the end of standard output and error, or of the answer's body, within a bound. */
  readonly output: string
}
