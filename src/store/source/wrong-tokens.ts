import type { Selectable } from 'kysely'
import { type WrongTokens, joinWrongTokens } from '../../domain/registry/wrong-tokens.ts'
import type { Connections } from '../connections.ts'
import type { SourceTable } from './source-tables.ts'

/** Name of the lock under which processes add what each has seen. */
const WRONG_TOKENS = 'wrong tokens'

/** Adds what a process has seen of wrong tokens to what is on record, by the id of the source. */
export async function noteWrongTokens(
  { write, lock }: Pick<Connections, 'write' | 'lock'>,
  seen: ReadonlyMap<number, WrongTokens>,
): Promise<void> {
  await write.transaction().execute(async (transaction) => {
    await lock(transaction, WRONG_TOKENS)
    for (const [id, one] of seen) {
      const row = await transaction
        .selectFrom('source')
        .select(['wrong_token_since', 'wrong_token_last', 'wrong_token_from'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (row === undefined) continue
      const { sinceMs, lastMs, address } = joinWrongTokens(wrongTokensOf(row), one)
      await transaction
        .updateTable('source')
        .set({ wrong_token_since: sinceMs, wrong_token_last: lastMs, wrong_token_from: address })
        .where('id', '=', id)
        .execute()
    }
  })
}

export function wrongTokensOf(
  row: Pick<Selectable<SourceTable>, 'wrong_token_since' | 'wrong_token_last' | 'wrong_token_from'>,
): WrongTokens | null {
  const { wrong_token_since: sinceMs, wrong_token_last: lastMs, wrong_token_from: address } = row
  return sinceMs === null || lastMs === null || address === null ? null : { sinceMs, lastMs, address }
}
