import type { Section } from './report/section.ts'
import type { Bench } from './run/bench.ts'
import type { System } from './servers/system.ts'

/** One question that the benchmark answers. */
export interface Scenario {
  /** For the command line. */
  readonly name: string
  /** What it compares, for the report. */
  readonly about: string
  readonly needs: readonly System[]
  /** It runs only where the command line names it, since it takes as long as it is asked to. */
  readonly isByNameOnly?: boolean
  readonly run: (bench: Bench) => Promise<readonly Section[]>
}
