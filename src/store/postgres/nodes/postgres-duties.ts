import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../../domain/clock.ts'
import type { Duties } from '../../../domain/duties.ts'
import type { Schema } from '../../schema.ts'

/** Duties as rows with an owner and an end. */
export function postgresDuties(db: Kysely<Schema>, clock: Pick<Clock, 'now'>): Duties {
  const owner = randomUUID()
  return {
    async take(name, forMs) {
      const nowMs = clock.now()
      const { rows } = await sql`
        insert into duty (name, owner, until) values (${name}, ${owner}, ${nowMs + forMs})
        on conflict (name) do update set owner = excluded.owner, until = excluded.until
        where duty.owner = excluded.owner or duty.until <= ${nowMs} returning name`.execute(db)
      if (rows.length > 0) return null
      const row = await db.selectFrom('duty').select('until').where('name', '=', name).executeTakeFirst()
      return row?.until ?? nowMs
    },
    async leave(name) {
      await db.deleteFrom('duty').where('name', '=', name).where('owner', '=', owner).execute()
    },
  }
}
