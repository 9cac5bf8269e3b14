import { storable } from '../../storable.ts'
import { type Session, asRecords, change, statement } from '../session.ts'
import type { PlacedEvent } from './placed-event.ts'

/** A repository that the transaction has to itself. */
export interface LockedRepository {
  readonly id: number
  /** Of its last event; 0 when there is none, or its project was removed. */
  readonly sequence: number
}

/** Those that are new begin with their number alone. All transactions take them in one order, so that none waits for another in a ring. */
const INSERT = statement(`
  insert into repository (path, created_at, sequence)
  select path, 0, 0 from unnest($1::text[]) as path
  where not exists (select 1 from repository r where r.path = path.path)
  order by path collate "C" on conflict do nothing`)

const LOCK = statement(`
  select id, path, case when project_id is null then 0 else sequence end as sequence from repository
  where path = any($1::text[]) order by path for update`)

const UPDATE = change(`
  update repository r set sequence = x.sequence,
    created_at = case when r.project_id is null then x.created_at else r.created_at end,
    project_id = coalesce(r.project_id, x.project_id)
  from json_to_recordset($1::json) as x(id bigint, project_id bigint, created_at bigint, sequence bigint)
  where r.id = x.id`)

/**
 * Locks repositories until the transaction has ended, creating those that are new; empty paths are left out.
 *
 * @param stored those that are there already, as far as the caller knows
 */
export async function lockRepositories(
  session: Session,
  paths: readonly string[],
  stored: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, LockedRepository>> {
  const wanted = [...new Set(paths.filter((path) => path !== ''))]
  if (wanted.length === 0) return new Map()
  const locked = await insertAndLock(session, wanted, stored)
  const isWhole = wanted.every((path) => locked.has(storable(path)))
  const all = isWhole ? locked : await insertAndLock(session, wanted, new Set())
  return new Map(
    wanted.flatMap((path) => {
      const repository = all.get(storable(path))
      return repository === undefined ? [] : [[path, repository]]
    }),
  )
}

async function insertAndLock(
  session: Session,
  paths: readonly string[],
  stored: ReadonlySet<string>,
): Promise<ReadonlyMap<string, LockedRepository>> {
  const unknown = paths.filter((path) => !stored.has(path))
  if (unknown.length > 0) session.tell(INSERT, unknown)
  const rows = await session.ask<LockedRepository & { readonly path: string }>(LOCK, paths)
  return new Map(rows.map(({ path, ...repository }) => [path, repository]))
}

/** Keeps the positions of new events, in their order. */
export function keepPositions(session: Session, events: readonly PlacedEvent[]): void {
  const last = new Map(
    events.map(({ decided: { projectId, repositoryCreatedAtMs, sequence }, repositoryId: id }) => [
      id,
      { id, project_id: projectId, created_at: repositoryCreatedAtMs, sequence },
    ]),
  )
  if (last.size > 0) session.tell(UPDATE, asRecords([...last.values()]))
}
