import type { Attempt } from '../../../src/domain/delivery/attempt.ts'
import { type AttemptRow, attemptOf } from '../../../src/store/delivery/attempt-row.ts'

type ReadRows = (sql: string) => readonly Readonly<Record<string, unknown>>[]

/**
 * Attempts as they stand on record, each with the address of its target, in the order of deliveries and numbers.
 *
 * @param condition in SQL, on the tables `a` and `d`
 */
export function storedAttempts(
  { rows }: { readonly rows: ReadRows },
  condition = 'true',
): readonly (Attempt & { readonly address: string })[] {
  const found = rows(`
    select a.*, q.json as request_base_json, s.json as response_base_json, d.target_id, e.uuid as event_uuid,
      coalesce(d.reported_as, e.type) as event_type, e.repository, t.address
    from attempt a join delivery d on d.id = a.delivery_id join event e on e.id = d.event_id join target t on t.id = d.target_id
    left join exchange_base q on q.id = a.request_base left join exchange_base s on s.id = a.response_base
    where ${condition} order by a.delivery_id, a.number`)
  return found.map((row) => ({ ...attemptOf(row as unknown as AttemptRow), address: String(row['address']) }))
}
