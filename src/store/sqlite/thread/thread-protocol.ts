import type { Payload } from '../../../domain/delivery/payload.ts'
import type {
  Acceptance,
  AcceptResult,
  Claim,
  Claimed,
  Completion,
  CompletionResult,
  GiveBack,
  HeldChange,
  NewRendering,
  ObservedManifest,
  Settlement,
  StoreManifestResult,
  Sweep,
  Swept,
} from '../../../domain/delivery/queue.ts'
import type { RemovedSlice } from '../../../domain/retention/retention.ts'
import type { ReceivedEvents } from '../../../domain/event/source-account.ts'
import type { ServiceTime } from '../../clock/service-clock.ts'
import type { Aging } from '../hot/aging.ts'
import type { EventRemoval } from '../hot/remove-events.ts'
import type { ThreadFault } from '../../../sqlite/thread-fault.ts'

/**
 * What a connection is for. One writes; a reader runs lists and figures, which may take long; look-ups by a key have a connection of their
 * own; a checkpointer only copies pages from the write-ahead log into the database.
 */
export type Role = 'writer' | 'reader' | 'lookup' | 'checkpointer'

/** Comes first, once. */
export interface Open {
  readonly kind: 'open'
  readonly path: string
  readonly role: Role
}

/** One hot operation with what it resolves to. */
export interface HotOperations {
  accept: { input: Acceptance & Aging; result: AcceptResult }
  countReceived: { input: ReceivedEvents; result: null }
  settle: { input: Settlement & Aging; result: AcceptResult }
  changeHeld: { input: readonly HeldChange[]; result: null }
  storeManifest: { input: ObservedManifest; result: StoreManifestResult }
  claim: { input: Claim; result: Claimed }
  keepRendering: { input: NewRendering; result: Payload }
  complete: { input: Completion; result: CompletionResult }
  giveBack: { input: GiveBack; result: null }
  keepTime: { input: ServiceTime; result: null }
  stopSlice: { input: { readonly nowMs: number }; result: boolean }
  sweep: { input: Sweep & { readonly serviceTime: ServiceTime }; result: Swept }
  removeEvents: { input: EventRemoval; result: RemovedSlice }
}

export type HotRequest = {
  [Name in keyof HotOperations]: { name: Name; input: HotOperations[Name]['input'] }
}[keyof HotOperations]

export type HotAnswer =
  { readonly result: HotOperations[keyof HotOperations]['result'] } | { readonly fault: ThreadFault }

export interface Query {
  readonly kind: 'query'
  readonly sql: string
  readonly parameters: readonly unknown[]
}

export interface QueryAnswer {
  readonly rows: readonly unknown[]
  readonly changes: number
  readonly lastInsertRowid: number
}

/** Hot operations that share one transaction. */
export interface Batch {
  readonly kind: 'batch'
  /**
   * `HotRequest[]` as JSON, and so are the answers, `HotAnswer[]`. A text crosses between threads as it is, while objects are cloned property
   * by property: for a delivery, 17 µs in either thread became 7 in the sender and 9 in the receiver.
   */
  readonly operationsJson: string
}

export interface BatchAnswer {
  readonly answersJson: string
  /** How many pages the write-ahead log had before the commit. */
  readonly logFrames: number
  /** How long the transaction took in the thread, in ms. */
  readonly durationMs: number
}

/** Copies what the write-ahead log has into the database, as far as no reader needs the older pages; nobody waits for it. */
export interface Checkpoint {
  readonly kind: 'checkpoint'
}

/** Undoes the open transaction; nothing when SQLite has done so itself, as it does on a full disk. */
export interface Rollback {
  readonly kind: 'rollback'
}

export type ThreadRequest = Open | Query | Batch | Checkpoint | Rollback | { readonly kind: 'close' }

export type ThreadResult<Request extends ThreadRequest> = Request extends Query
  ? QueryAnswer
  : Request extends Batch
    ? BatchAnswer
    : null

export type ThreadAnswer =
  | { readonly id: number; readonly result: ThreadResult<ThreadRequest> }
  | { readonly id: number; readonly fault: ThreadFault }
