import type { Database } from '../databases/database.ts'

/** What a load is sent to. */
export interface Server extends AsyncDisposable {
  readonly name: string
  /** Of each of its processes. */
  readonly urls: readonly string[]
  readonly pids: readonly number[]
  /** Targets that it sends each event to. */
  readonly copies: number
  /** Deliveries that it has claimed from its store since its start; null for one without a store. */
  readonly claims: () => Promise<number | null>
  /** Where Node's inspector listens, for `liveMemory`; null when it does not. */
  readonly inspectorUrl: string | null
  /** Null for one without a store. */
  readonly database: Database | null
  /** The last lines of its log, which say why it failed. */
  readonly logTail: () => string
}
