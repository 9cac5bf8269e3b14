import { type Session, statement } from '../session.ts'

/** Bare manifests that one sweep looks at. */
const MAX_ROWS = 1000

const SELECT_END = statement(`
  select coalesce(max(id), 0) as last, count(*) as bare from (
    select id from manifest where is_complete is null and id > $1 order by id limit ${MAX_ROWS}) as next`)

/** Repositories that others are changing are left for another sweep. */
const LOCK = statement(`
  select id from repository where id in (
    select repository_id from manifest where is_complete is null and id > $1 and id <= $2)
  order by path for update skip locked`)

/** After the lock, so that it sees whatever names a manifest. */
const REMOVE = statement(`
  delete from manifest where is_complete is null and id > $1 and id <= $2 and repository_id = any($3::bigint[])
    and not exists (select 1 from tag where manifest_id = manifest.id)
    and not exists (select 1 from manifest_child where child_id = manifest.id)`)

/**
 * Removes bare manifests that no tag and no index names any more, among those after one.
 *
 * @returns after which the next sweep goes on, so that its cost is bounded, however many there are
 */
export async function forgetBare(session: Session, after: number): Promise<number> {
  const [end] = await session.ask<{ last: number; bare: number }>(SELECT_END, after)
  if (end === undefined || end.bare === 0) return 0
  const locked = await session.ask<{ id: number }>(LOCK, after, end.last)
  await session.change(
    REMOVE,
    after,
    end.last,
    locked.map(({ id }) => id),
  )
  return end.bare < MAX_ROWS ? 0 : end.last
}
