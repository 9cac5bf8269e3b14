import type { Selectable } from 'kysely'
import type { SecretBox } from '../domain/secret-box.ts'
import type { Target, TargetDraft, TargetWithSecrets } from '../domain/target.ts'
import { type TargetOptions, joinOptions, splitOptions } from '../domain/target-options.ts'
import { assertSecretsStay, pairTargets } from '../domain/target-pairing.ts'
import type { Writing } from './connections.ts'
import type { TargetTable } from './schema.ts'
import { stopDeliveries } from './stop-deliveries.ts'

type Row = Selectable<TargetTable>

export function targetOf(row: Row): Target {
  return {
    id: row.id,
    type: row.type,
    address: row.address,
    skipCertVerify: row.skip_cert_verify === 1,
    payloadFormat: row.payload_format,
    attachment: row.attachment,
    options: JSON.parse(row.options_json) as TargetOptions,
    hasAuthHeader: row.auth_header !== null,
    hasSecret: row.secret !== null,
    isPaused: row.paused_at !== null,
  }
}

export function targetWithSecrets(row: Row, secrets: SecretBox): TargetWithSecrets {
  const open = (sealed: string | null): string | null => (sealed === null ? null : secrets.open(sealed))
  const target = targetOf(row)
  return {
    ...target,
    options: joinOptions(target.options, secretOptions(row, secrets)),
    authHeader: open(row.auth_header),
    secret: open(row.secret),
  }
}

/** The secrets among the options of a stored target. */
function secretOptions({ secret_options }: Pick<Row, 'secret_options'>, secrets: SecretBox): TargetOptions {
  return secret_options === null ? {} : (JSON.parse(secrets.open(secret_options)) as TargetOptions)
}

/**
 * The columns of a draft, its secrets sealed.
 *
 * @param stored the secrets among the options of the target that it replaces
 */
function columnsOf(draft: TargetDraft, secrets: SecretBox, stored: TargetOptions = {}) {
  const seal = (clear: string | null): string | null => (clear === null ? null : secrets.seal(clear))
  const { open, secret } = splitOptions(draft.options, draft.optionsSchema, stored)
  return {
    attachment: draft.attachment,
    options_json: JSON.stringify(open),
    secret_options: Object.keys(secret).length === 0 ? null : secrets.seal(JSON.stringify(secret)),
    type: draft.type,
    address: draft.address,
    auth_header: seal(draft.authHeader),
    secret: seal(draft.secret),
    skip_cert_verify: draft.skipCertVerify ? 1 : 0,
    payload_format: draft.payloadFormat,
  }
}

export async function insertTargets(
  transaction: Writing,
  policyId: number,
  drafts: readonly TargetDraft[],
  secrets: SecretBox,
): Promise<void> {
  for (const [position, draft] of drafts.entries()) {
    const row = { policy_id: policyId, position, ...columnsOf(draft, secrets) }
    await transaction.insertInto('target').values(row).execute()
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
    await replaceTarget(transaction, { policyId, position, draft, stored: row ?? null }, secrets)
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
}

async function replaceTarget(
  transaction: Writing,
  { policyId, position, draft, stored }: Replacement,
  secrets: SecretBox,
): Promise<void> {
  if (stored === null) {
    const row = { policy_id: policyId, position, ...columnsOf(draft, secrets) }
    await transaction.insertInto('target').values(row).execute()
    return
  }
  const columns = columnsOf(draft, secrets, secretOptions(stored, secrets))
  const { auth_header, secret, ...open } = columns
  // A secret that was given anew replaces both: together they are one way to log in.
  const newSecrets = auth_header === null && secret === null ? {} : { auth_header, secret }
  const changes = { position, ...open, ...newSecrets }
  await transaction.updateTable('target').set(changes).where('id', '=', stored.id).execute()
}
