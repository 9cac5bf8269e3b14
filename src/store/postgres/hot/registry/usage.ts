import type { Manifest } from '../../../../domain/event/manifest.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { blobsOf } from '../../../event/stored-blobs.ts'
import { type Session, asRecords, hex, question, statement } from '../session.ts'

/** What a project with a limit stores after a change. */
export interface Usage {
  readonly limitBytes: number
  readonly usedBytes: number
  /** What the change added; negative when it released something. */
  readonly addedBytes: number
  /** The level that an event has reported since usage was last below it. */
  readonly reportedLevel: number
}

interface QuotaRow {
  readonly limit_bytes: number
  readonly used_bytes: number
  readonly told: number
}

const LOCK_LIMITED = question(
  'select project_id from quota where project_id = any($1::bigint[]) order by project_id for update',
)

const LOCK_QUOTA = statement(
  'select limit_bytes, used_bytes, told from quota where project_id = $1 for update',
)

const UPDATE_QUOTA = statement('update quota set used_bytes = $2 where project_id = $1')

const USE = statement(`
  with used as (
    insert into blob (project_id, digest, size, uses)
    select $1, decode(x.digest, 'hex'), x.size, 1 from json_to_recordset($2::json) as x(digest text, size bigint)
    on conflict (project_id, digest) do update set uses = blob.uses + 1 returning digest, uses)
  select coalesce(sum(x.size), 0) as bytes from json_to_recordset($2::json) as x(digest text, size bigint)
  join used on used.digest = decode(x.digest, 'hex') where used.uses = 1`)

const RELEASE = statement(`
  update blob set uses = uses - 1 from json_to_recordset($2::json) as x(digest text)
  where project_id = $1 and blob.digest = decode(x.digest, 'hex')`)

const REMOVE_UNUSED = statement(`
  with removed as (
    delete from blob using json_to_recordset($2::json) as x(digest text)
    where project_id = $1 and blob.digest = decode(x.digest, 'hex') and uses <= 0 returning blob.size)
  select coalesce(sum(size), 0) as bytes from removed`)

/**
 * Which of some projects have a limit on their storage. No hot operation sets or removes one. They stay locked, all in one order, so that
 * no transaction that counts for several waits for another in a ring.
 */
export async function limitedAmong(
  session: Session,
  projectIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await session.ask<{ project_id: number }>(LOCK_LIMITED, projectIds)
  return new Set(rows.map(({ project_id }) => project_id))
}

/** Adds what a manifest refers to, each blob once; null for a project without a limit. */
export function addUsage(session: Session, projectId: number, manifest: Manifest): Promise<Usage | null> {
  return changed(session, projectId, async () => {
    const [row] = await session.ask<{ bytes: number }>(USE, projectId, blobRecords(manifest))
    return row?.bytes ?? 0
  })
}

/** Takes off what only this manifest referred to. */
export function releaseUsage(session: Session, projectId: number, manifest: Manifest): Promise<Usage | null> {
  return changed(session, projectId, async () => {
    const blobs = blobRecords(manifest)
    const [, rows] = await Promise.all([
      session.change(RELEASE, projectId, blobs),
      session.ask<{ bytes: number }>(REMOVE_UNUSED, projectId, blobs),
    ])
    return -(rows[0]?.bytes ?? 0)
  })
}

async function changed(
  session: Session,
  projectId: number,
  change: () => Promise<number>,
): Promise<Usage | null> {
  const [row] = await session.ask<QuotaRow>(LOCK_QUOTA, projectId)
  if (row === undefined) return null
  const addedBytes = await change()
  const usedBytes = row.used_bytes + addedBytes
  await session.change(UPDATE_QUOTA, projectId, usedBytes)
  return { limitBytes: row.limit_bytes, usedBytes, addedBytes, reportedLevel: row.told }
}

function blobRecords(manifest: Manifest): string {
  return asRecords(
    blobsOf(manifest).map(({ digest, sizeBytes }) => ({ digest: hex(digestBytes(digest)), size: sizeBytes })),
  )
}
