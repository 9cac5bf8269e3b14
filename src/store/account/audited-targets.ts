import { type Kysely, sql } from 'kysely'
import type { AuditedTarget } from '../../domain/delivery/account-reader.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'

interface TargetRow {
  readonly id: number
  readonly policy_id: number
  readonly deleted_at: number | null
  readonly first_id: number | null
  readonly is_unchanged: number
}

/** Every target with its first delivery; one walk over all deliveries. */
export async function auditedTargets(read: Kysely<Schema>): Promise<readonly AuditedTarget[]> {
  const rows = await rowsOf(
    read,
    sql<TargetRow>`select t.id, t.policy_id, t.deleted_at, f.first_id,
        case when p.updated_at = p.created_at and p.deleted_at is null then 1 else 0 end as is_unchanged
      from target t join policy p on p.id = t.policy_id
      left join (
        select target_id, min(id) as first_id from delivery where redelivery_of is null group by target_id
      ) f on f.target_id = t.id`,
  )
  return rows.map((row) => ({
    id: row.id,
    policyId: row.policy_id,
    isDeleted: row.deleted_at !== null,
    firstDeliveryId: row.first_id,
    isPolicyUnchanged: row.is_unchanged === 1,
  }))
}
