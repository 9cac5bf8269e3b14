import { sql } from 'kysely'
import type { Connections, Writing } from './connections.ts'

/** Name of the lock that a change of the rules has alone; those who decide or deliver by them share it. */
export const RULES = 'rules'

/** Changes to the rules go through here, so that none forgets to grow the revision. */
export type ChangeRules = <Result>(change: (transaction: Writing) => Promise<Result>) => Promise<Result>

/**
 * Runs a change and grows the revision in one transaction, then reports the revision. What was decided by the older rules
 * is refused from then on.
 */
export function rulesChanger(
  { write, lock }: Pick<Connections, 'write' | 'lock'>,
  changed: (revision: number) => void,
): ChangeRules {
  return async (change) => {
    const { result, revision } = await write.transaction().execute(async (transaction) => {
      await lock(transaction, RULES)
      const value = await change(transaction)
      const { rows } = await sql<{ value: string }>`
        update setting set value = cast(cast(value as bigint) + 1 as text) where name = 'rules_revision' returning value`.execute(
        transaction,
      )
      return { result: value, revision: Number(rows[0]?.value) }
    })
    changed(revision)
    return result
  }
}
