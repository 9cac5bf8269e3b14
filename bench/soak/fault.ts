import type { Bench } from '../run/bench.ts'
import type { Lives } from './lives.ts'

/** What a fault may reach. */
export interface FaultParts {
  readonly bench: Bench
  readonly lives: Lives
}

/** Something that goes wrong while events come, for as long as the caller waits. */
export interface Fault {
  readonly name: string
  /** Webhooks may arrive more than once, since their attempts were cut off before they were recorded. */
  readonly mayRepeat: boolean
  /** Absent: on both databases. */
  readonly only?: 'sqlite' | 'postgres'
  /** Resolves once it is there, to what ends it. */
  readonly begin: (parts: FaultParts) => Promise<() => Promise<void>>
}
