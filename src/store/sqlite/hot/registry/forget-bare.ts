import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../../../sqlite/statement.ts'

/** Bare manifests that one sweep looks at. */
const MAX_ROWS = 1000

/**
 * Removes bare manifests that no tag and no index names any more. Each sweep goes on where the last one stopped, so that its cost is
 * bounded, however many there are.
 */
export function prepareForgetBare(database: DatabaseSync): () => void {
  const selectEnd = statement(
    database,
    `
    select max(id) as last, count(*) as bare from (
      select id from manifest where is_complete is null and id > :after order by id limit ${MAX_ROWS})`,
  )
  const remove = statement(
    database,
    `
    delete from manifest where is_complete is null and id > :after and id <= :last
      and not exists (select 1 from tag where manifest_id = manifest.id)
      and not exists (select 1 from manifest_child where child_id = manifest.id)`,
  )
  let after = 0
  return () => {
    const end = selectEnd.get({ after })
    const last = Number(end?.['last'] ?? 0)
    if (last > 0) remove.run({ after, last })
    after = Number(end?.['bare']) < MAX_ROWS ? 0 : last
  }
}
