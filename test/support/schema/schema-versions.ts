import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from '../../../src/store/migrations/column-types.ts'
import { migrations as ownSteps } from '../../../src/store/migrations/migrations.ts'
import {
  type SchemaStep,
  type SchemaSteps,
  inSlices,
  newestOf,
} from '../../../src/store/migrations/runner/schema-step.ts'

/**
 * Versions of the program after this one. `old` has a column of deliveries, `widened` adds another one, `expanded` fills it, `contracted` drops the
 * first; `broken` renames a table.
 */
export type SchemaVersion = 'old' | 'widened' | 'expanded' | 'contracted' | 'broken'

export const SLICE = 100

/** In the place of the list of this version, in a process that `ofVersion` has set up. */
export function migrations(types: ColumnTypes): SchemaSteps {
  return stepsOf((process.env['SCHEMA_VERSION'] ?? 'old') as SchemaVersion, types)
}

export function stepsOf(version: SchemaVersion, types: ColumnTypes): SchemaSteps {
  const own = ownSteps(types)
  const old = { '9000-old-column': addColumn('old_note', newestOf(own)) }
  const added = { '9001-new-column': addColumn('new_note', '9000-old-column') }
  const filled = { '9002-filled': inSlices({ worksFrom: '9000-old-column', slice: fill }) }
  const dropped = { '9003-dropped': dropColumn('old_note', '9001-new-column') }
  switch (version) {
    case 'old':
      return { ...own, ...old }
    case 'widened':
      return { ...own, ...old, ...added }
    case 'expanded':
      return { ...own, ...old, ...added, ...filled }
    case 'contracted':
      return { ...own, ...old, ...added, ...filled, ...dropped }
    case 'broken':
      return { ...own, ...old, ...added, ...filled, ...dropped, '9004-broken': breakAll }
  }
}

function addColumn(name: string, worksFrom: string): SchemaStep {
  return {
    worksFrom,
    up: (db: Kysely<unknown>) =>
      db.schema
        .alterTable('delivery')
        .addColumn(name, 'text', (column) => column.notNull().defaultTo('unset'))
        .execute(),
  }
}

function dropColumn(name: string, worksFrom: string): SchemaStep {
  return {
    worksFrom,
    up: (db: Kysely<unknown>) => db.schema.alterTable('delivery').dropColumn(name).execute(),
  }
}

async function fill(db: Kysely<unknown>, after: number): Promise<number | null> {
  const slice = sql<{ id: number }>`select id from delivery where id > ${after} order by id limit ${SLICE}`
  const ids = (await slice.execute(db)).rows.map(({ id }) => id)
  const last = ids.at(-1)
  if (last === undefined) return null
  await sql`update delivery set new_note = old_note || ' ' || id where id > ${after} and id <= ${last}`.execute(
    db,
  )
  return last
}

const breakAll: SchemaStep = {
  worksFrom: null,
  up: (db: Kysely<unknown>) => db.schema.alterTable('delivery').renameTo('shipment').execute(),
}
