import type { DatabaseSync } from 'node:sqlite'
import { statement } from '../../sqlite/statement.ts'

/** Lets the first waiting run of a rule for a repository go, unless one is under way. Runs in any order need no turn. */
export function prepareNextInOrder(database: DatabaseSync): (rule: string, orderKey: string | null) => void {
  const letGo = statement(
    database,
    `update run set waits = 0
     where id = (
         select id from run where rule = :rule and order_key = :order_key and ended_at is null order by id limit 1)
       and not exists (
         select 1 from run
         where rule = :rule and order_key = :order_key and ended_at is null and state = 'running')`,
  )
  return (rule, orderKey) => {
    if (orderKey !== null) letGo.run({ rule, order_key: orderKey })
  }
}
