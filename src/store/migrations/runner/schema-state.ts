import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../schema.ts'
import { type SchemaStep, type SchemaSteps, newestOf } from './schema-step.ts'

/** Name of the setting that says which versions of the program work on the tables. */
const WORKS_FROM = 'schema_works_from'

/** What was done to the tables of a database. */
export interface SchemaState {
  readonly done: ReadonlySet<string>
  /** A version of the program has to know this step to work on them. */
  readonly worksFrom: string
}

/** @throws where the database has no record of its steps */
export async function readSchemaState(db: Kysely<Schema>): Promise<SchemaState> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const newest = rows.at(-1)?.name ?? ''
  const setting = db.selectFrom('setting').select('value').where('name', '=', WORKS_FROM)
  const kept = rows.length === 0 ? undefined : await setting.executeTakeFirst()
  return { done: new Set(rows.map(({ name }) => name)), worksFrom: kept?.value ?? newest }
}

/** Notes that versions work on the tables from the one that knows this step as its newest. */
export async function keepWorksFrom(db: Kysely<Schema>, step: string): Promise<void> {
  await sql`insert into setting (name, value) values (${WORKS_FROM}, ${step})
    on conflict (name) do update set value = excluded.value`.execute(db)
}

/** The oldest version that works on the tables after a step, by the newest step that it knows. */
export function worksFromAfter(before: string, name: string, { worksFrom }: SchemaStep): string {
  const oldest = worksFrom ?? name
  return oldest > before ? oldest : before
}

/**
 * Checks that this version of the program works on the tables, though a newer one may have been here.
 *
 * @throws Error when it does not
 */
export function assertWorksOn({ done, worksFrom }: SchemaState, steps: SchemaSteps): void {
  const newest = newestOf(steps)
  const isNewer = [...done].some((name) => !Object.hasOwn(steps, name))
  const lacksSome = Object.keys(steps).some((name) => !done.has(name))
  if (isNewer && (lacksSome || newest < worksFrom))
    throw new Error(
      `a newer version of Bellbuoy has migrated the database, to ${[...done].at(-1) ?? ''}: this one, which knows ${newest}, does not work on it. Start the newer version`,
    )
}
