import type { Selectable } from 'kysely'
import { hasLogin } from '../../domain/options.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import { draftedOptions } from '../../domain/target/drafted-options.ts'
import { assertSecretsStay, pairTargets } from '../../domain/target/target-pairing.ts'
import type { TargetDraft } from '../../domain/target/target.ts'
import type { Writing } from '../connections.ts'
import { stopDeliveries } from '../delivery/stop-deliveries.ts'
import { openOptions } from '../sealed.ts'
import { formerSigningColumns } from './signing-secrets.ts'
import { targetColumns, targetOf } from './target-rows.ts'
import type { TargetTable } from './target-tables.ts'

type Row = Selectable<TargetTable>

export async function insertTargets(
  transaction: Writing,
  policyId: number,
  drafts: readonly TargetDraft[],
  secrets: SecretBox,
): Promise<void> {
  for (const [position, draft] of drafts.entries()) {
    await insertTarget(transaction, { policyId, position, draft }, secrets)
  }
}

/** Replaces a policy's targets by drafts; see `pairTargets` for which stored ones go on. */
export async function replaceTargets(
  transaction: Writing,
  policyId: number,
  drafts: readonly TargetDraft[],
  secrets: SecretBox,
  atMs: number,
): Promise<void> {
  const live = transaction.selectFrom('target').selectAll().where('policy_id', '=', policyId)
  const rows = await live.where('deleted_at', 'is', null).orderBy('position').execute()
  const pairs = pairTargets(rows.map(targetOf), drafts)
  pairs.forEach(assertSecretsStay)
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  for (const [position, { draft, stored }] of pairs.entries()) {
    const row = stored === null ? undefined : rowOf.get(stored.id)
    await replaceTarget(transaction, { policyId, position, draft, stored: row ?? null, atMs }, secrets)
  }
  const kept = new Set(pairs.map(({ stored }) => stored?.id))
  const gone = rows.map(({ id }) => id).filter((id) => !kept.has(id))
  await removeTargets(transaction, gone, 'the target was removed', atMs)
}

/** Removes targets and stops what waits for them. */
export async function removeTargets(
  transaction: Writing,
  ids: readonly number[],
  reason: string,
  atMs: number,
): Promise<void> {
  if (ids.length === 0) return
  await transaction.updateTable('target').set({ deleted_at: atMs }).where('id', 'in', ids).execute()
  await stopDeliveries(transaction, ids, reason, atMs)
}

/** The ids of a policy's targets. */
export async function targetIdsOf(transaction: Writing, policyId: number): Promise<readonly number[]> {
  const query = transaction.selectFrom('target').select('id').where('policy_id', '=', policyId)
  return (await query.where('deleted_at', 'is', null).execute()).map(({ id }) => id)
}

interface Replacement {
  readonly policyId: number
  readonly position: number
  readonly draft: TargetDraft
  readonly stored: Row | null
  readonly atMs: number
}

async function insertTarget(
  transaction: Writing,
  { policyId, position, draft }: Omit<Replacement, 'stored' | 'atMs'>,
  secrets: SecretBox,
): Promise<void> {
  const columns = targetColumns(draft, draftedOptions(draft, {}), secrets)
  await transaction
    .insertInto('target')
    .values({ policy_id: policyId, position, ...columns })
    .execute()
}

async function replaceTarget(
  transaction: Writing,
  { policyId, position, draft, stored, atMs }: Replacement,
  secrets: SecretBox,
): Promise<void> {
  if (stored === null) {
    await insertTarget(transaction, { policyId, position, draft }, secrets)
    return
  }
  const storedSecrets = openOptions(stored.secret_options, secrets)
  const options = draftedOptions(draft, storedSecrets)
  const { auth_header, secret, ...open } = targetColumns(draft, options, secrets)
  // What was given anew replaces both, since together with the options they are one way to log in.
  const isNewLogin =
    auth_header !== null || secret !== null || hasLogin(draft.options, draft.rules.optionsSchema)
  const kept = {
    ...(draft.dropsAuthHeader === true && { auth_header: null }),
    ...(draft.dropsSecret === true && { secret: null }),
  }
  const login = isNewLogin ? { auth_header, secret } : kept
  const former = formerSigningColumns(storedSecrets, options, secrets, atMs)
  const changes = { position, ...open, ...login, ...former }
  await transaction.updateTable('target').set(changes).where('id', '=', stored.id).execute()
}
