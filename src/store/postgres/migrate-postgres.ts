import type { Kysely } from 'kysely'
import { migrate } from '../migrate.ts'
import { postgresColumnTypes } from '../migrations/column-types.ts'
import type { SchemaSteps } from '../migrations/runner/schema-step.ts'
import type { Schema } from '../schema.ts'
import { byteOrder } from './byte-order.ts'
import { countOlder } from './nodes/present-nodes.ts'
import { hasGivenWay } from './postgres-fault.ts'
import { giveWay, lockForMigration } from './postgres-lock.ts'

/**
 * Brings a database up to this version, beside the processes that use it.
 *
 * @param steps those of this version unless said otherwise
 * @throws Error as `migrate` does
 */
export async function migratePostgres(db: Kysely<Schema>, steps?: SchemaSteps): Promise<void> {
  const others = { lock: lockForMigration, giveWay, isGivenUp: hasGivenWay, countOlder }
  await migrate({
    db: db.withPlugin(byteOrder),
    types: postgresColumnTypes,
    others,
    ...(steps && { steps }),
  })
}
