import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../domain/clock.ts'
import type { Retention } from '../../domain/retention/retention.ts'
import { removalBounds } from '../retention/removal-bounds.ts'
import { forgetKeys } from './hot/forget-keys.ts'
import { keepsUnlessSet } from '../retention/unless-set.ts'
import type { Schema } from '../schema.ts'
import { removeEvents } from './hot/remove-events.ts'
import type { HotWriter } from './hot-writer.ts'
import { countOlder } from './nodes/present-nodes.ts'
import { dropRanges } from './ranges/drop-ranges.ts'

/** The step of the tables since which a report is known as a repeat although its event was removed. */
const KNOWS_REMOVED = '0045'

/** Numbers of events have gaps: those of repeated events are given out and not used. */
const surplusBelow = (events: number) =>
  sql<number | null>`(select id + 1 from event order by id desc offset ${events} limit 1)`

export interface PostgresRetentionParts {
  readonly db: Kysely<Schema>
  readonly hot: Pick<HotWriter, 'forDelivery'>
  readonly clock: Pick<Clock, 'now'>
}

/** Drops ranges of bodies whole, and removes events in slices. */
export function postgresRetention({ db, hot, clock }: PostgresRetentionParts): Retention {
  return {
    keepsUnlessSet: () => keepsUnlessSet(db),
    async databaseBytes() {
      const { rows } = await sql<{
        bytes: number
      }>`select pg_database_size(current_database()) as bytes`.execute(db)
      return rows[0]?.bytes ?? 0
    },
    removeBodies: (limit) => dropRanges(db, limit, surplusBelow),
    async boundsOf(limit) {
      const older = await db.transaction().execute((transaction) => countOlder(transaction, KNOWS_REMOVED))
      return older > 0 ? null : removalBounds(db, limit, surplusBelow)
    },
    removeEvents: (bounds, after) =>
      hot.forDelivery((session) => removeEvents(session, { bounds, after, nowMs: clock.now() })),
    removeKeys: (removedBeforeMs) => forgetKeys(db, removedBeforeMs),
  }
}
