import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** One step of the tables, from a version to the next. */
export interface SchemaStep extends Migration {
  /**
   * The name of the oldest step whose version of the program works on the tables after this one. Null: no earlier version does, and none
   * may run while the step is carried out.
   */
  readonly worksFrom: string | null
  /**
   * Work on many rows, in slices: each is a transaction of its own, so that nobody waits for longer than a slice takes. `up` comes with
   * the last one. A process that is killed loses the slice under way.
   *
   * @param after what the last slice returned; 0 for the first one
   * @returns the id of the last row that the slice looked at, or null when there was none left
   */
  readonly slice?: (db: Kysely<unknown>, after: number) => Promise<number | null>
}

/** Steps by their names, which begin with a number of four digits, so that they sort in their order. */
export type SchemaSteps = Readonly<Record<string, SchemaStep>>

/** A step that only fills rows. */
export function inSlices(step: Required<Pick<SchemaStep, 'worksFrom' | 'slice'>>): SchemaStep {
  return { ...step, up: () => Promise.resolve() }
}

/** Steps after each of which no earlier version works. */
export function forNoOlderVersion(steps: Readonly<Record<string, Migration>>): SchemaSteps {
  return Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, { ...step, worksFrom: null }]))
}

/** The newest step that a version of the program knows. */
export function newestOf(steps: SchemaSteps): string {
  return Object.keys(steps).at(-1) ?? ''
}
