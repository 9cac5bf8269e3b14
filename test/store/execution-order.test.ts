import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { EXECUTION_FIELDS } from '../../src/store/delivery/execution-fields.ts'
import { ordered } from '../../src/store/list-query.ts'
import { openSqliteTarget } from '../../src/store/sqlite/open-for-move.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.each(['id', 'start_time'])('an index has executions in the order of %s, both ways', async (field) => {
  await using folder = await temporaryFolder()
  await using database = await openSqliteTarget(join(folder.path, 'plans.db'))
  for (const descending of [true, false]) {
    const ofPolicy = database.write.selectFrom('delivery').select('delivery.id').where('policy_id', '=', 1)
    const asked = { conditions: [], order: [{ field, descending }] }
    const query = ordered(ofPolicy, asked, EXECUTION_FIELDS, [sql`delivery.id desc`]).limit(20)
    const { sql: text, parameters } = query.compile()
    const { rows } = await sql<{
      readonly detail: string
    }>`${sql.raw(`explain query plan ${text.replaceAll('?', '1')}`)}`.execute(database.write)
    expect(parameters).toEqual([1, 20])
    expect(rows.map(({ detail }) => detail)).toEqual([expect.stringContaining('delivery_policy')])
  }
})
