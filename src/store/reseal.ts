import { type Kysely, sql } from 'kysely'
import type { SecretBox } from '../domain/secret-box.ts'
import type { Schema } from './schema.ts'

/** Every column that holds sealed text. */
const SEALED = [
  { table: 'source', column: 'token' },
  { table: 'source', column: 'secret_settings' },
  { table: 'scanner', column: 'credential' },
  { table: 'scanner', column: 'registry_authorization' },
  { table: 'target', column: 'auth_header' },
  { table: 'target', column: 'secret' },
  { table: 'target', column: 'secret_options' },
  { table: 'target', column: 'former_signing_secret' },
] as const

/**
 * Opens every stored secret with one box and seals it with another, all or nothing.
 *
 * @returns how many secrets there were
 * @throws Error when one cannot be opened; then nothing has changed
 */
export function reseal(write: Kysely<Schema>, from: SecretBox, to: SecretBox): Promise<number> {
  return write.transaction().execute(async (transaction) => {
    let secrets = 0
    for (const place of SEALED) {
      const rows = await sealedIn(transaction, place)
      for (const { id, sealed } of rows) {
        const anew = to.seal(from.open(sealed))
        await sql`update ${sql.table(place.table)} set ${sql.ref(place.column)} = ${anew} where id = ${id}`.execute(
          transaction,
        )
      }
      secrets += rows.length
    }
    return secrets
  })
}

/** @throws Error when a stored secret cannot be opened */
export async function openEverySecret(db: Kysely<Schema>, secrets: SecretBox): Promise<void> {
  for (const place of SEALED) for (const { sealed } of await sealedIn(db, place)) secrets.open(sealed)
}

async function sealedIn(
  db: Kysely<Schema>,
  { table, column }: (typeof SEALED)[number],
): Promise<readonly { id: number; sealed: string }[]> {
  const name = sql.ref(column)
  const { rows } = await sql<{ id: number; sealed: string }>`
    select id, ${name} as sealed from ${sql.table(table)} where ${name} is not null`.execute(db)
  return rows
}
