import type { Facts, Identity } from '../webhook/webhook.ts'
import type { Rule } from '../rules/rule.ts'
import type { Run, RunResult, RunState } from '../runs/run.ts'

/** A run that a webhook asks for. */
export interface WantedRun {
  readonly rule: string
  /** Which event of the body: 0 is the first. */
  readonly event: number
  readonly facts: Facts
  /** Runs of a rule with the same key go one after the other; null for any order. */
  readonly orderKey: string | null
  /** A newer run of a rule with the same key replaces those that wait; null for none. */
  readonly latestKey: string | null
  readonly onRedelivery: Rule['onRedelivery']
}

export interface Acceptance {
  readonly identity: Identity
  readonly receivedAtMs: number
  readonly contentType: string
  /** Operations cross to the thread as one text. */
  readonly bodyBase64: string
  /** For how long the same content counts as repeated. */
  readonly repeatWindowMs: number
  readonly wanted: readonly WantedRun[]
}

export interface AcceptedRun {
  readonly id: number
  readonly rule: string
  readonly state: RunState
  readonly reason: string
}

export interface Accepted {
  readonly runs: readonly AcceptedRun[]
  /** No run is new: those named are of a webhook that came before. */
  readonly isRepeat: boolean
  /** Waiting runs that a new one replaced. */
  readonly superseded: readonly number[]
}

/** A run that is to start now. */
export interface ClaimedRun extends Run {
  readonly failures: number
  readonly contentType: string
  readonly body: Uint8Array
}

/** Asks for due runs of rules that have room. */
export interface Claim {
  readonly nowMs: number
  /** Of all rules together. */
  readonly free: number
  readonly rules: readonly { readonly name: string; readonly free: number }[]
  /** Names the session of processes in which they start; null when each of them says where, by `start`. */
  readonly session: string | null
}

export interface Claimed {
  readonly runs: readonly ClaimedRun[]
  /** When the next run of the rules is due that is not claimed; null when none waits. */
  readonly nextDueAtMs: number | null
}

/** How an attempt ended, and the state that follows unless the run was stopped or replaced meanwhile. */
export interface Finish {
  readonly run: number
  readonly startedAtMs: number
  readonly result: RunResult
  /** Cut off by the end of the listener: it does not count as a failure. */
  readonly isInterrupted: boolean
  readonly next: {
    readonly state: 'pending' | 'success' | 'error' | 'stopped'
    readonly dueAtMs: number | null
    readonly reason: string
  }
  readonly nowMs: number
}

/** A run that was under way when the listener before this one ended. */
export interface LeftRun {
  readonly id: number
  readonly startedAtMs: number
  /** The session in which its command started, unless that was too late, or its group; null when it was not started. */
  readonly process: string | null
  /** The group of its command, where `process` names the session and the command was there for a moment. */
  readonly commandGroup: string | null
}

export interface Sweep {
  readonly nowMs: number
  readonly keepMs: number
  readonly keepRuns: number
  /** The rules that there are; runs of others end an hour after they were due. */
  readonly rules: readonly string[]
}

/** What the writer of the listener's database can be asked for. */
export interface StoreOperations {
  accept: { input: Acceptance; result: Accepted }
  claim: { input: Claim; result: Claimed }
  /** False when the run was stopped meanwhile: its command must not start. */
  start: { input: { readonly run: number; readonly process: string }; result: boolean }
  /** Says in which group of its session the command of a run is, so that it is found even without its environment. */
  lasts: { input: { readonly run: number; readonly group: string }; result: null }
  /** The state that the run is in now. */
  finish: { input: Finish; result: RunState }
  /** Back to `pending`, as if it had not been claimed, or `stopped` if a person asked for that meanwhile. */
  giveBack: { input: { readonly run: number; readonly nowMs: number }; result: RunState }
  left: { input: null; result: readonly LeftRun[] }
  /** Runs under way that a person wants stopped. */
  stopsAsked: { input: null; result: readonly number[] }
  /** How many runs and webhooks it removed; 0 when nothing is left to remove. */
  sweep: { input: Sweep; result: number }
  /** Runs that have not ended, by rule and state. */
  waiting: { input: null; result: readonly { rule: string; state: RunState; count: number }[] }
}

export type StoreRequest = {
  [Name in keyof StoreOperations]: { readonly name: Name; readonly input: StoreOperations[Name]['input'] }
}[keyof StoreOperations]
