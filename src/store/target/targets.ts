import { BellbuoyError } from '../../domain/errors.ts'
import type { Targets } from '../../domain/policy/policy.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import { completeOptions } from '../../domain/target/drafted-options.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections } from '../connections.ts'
import { count } from '../paging.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { refreshHeldTargets } from './refresh-held-targets.ts'
import { formerSigningColumns } from './signing-secrets.ts'
import { optionColumns, targetOf, targetWithSecrets } from './target-rows.ts'

/** What is asked of targets one by one; their policies create and remove them (`replace-targets.ts`). */
export function createTargets(
  { read, lookUp, now, serviceNow }: Connections,
  changeRules: ChangeRules,
  secrets: SecretBox,
): Targets {
  return {
    setPaused: (projectId, id, isPaused) =>
      changeRules(async (transaction) => {
        const update = transaction
          .updateTable('target')
          .set({ paused_at: isPaused ? now() : null })
          .where('id', '=', id)
          .where('deleted_at', 'is', null)
          .where('policy_id', 'in', (query) =>
            query.selectFrom('policy').select('id').where('project_id', '=', projectId),
          )
        assertFound(await update.executeTakeFirstOrThrow(), `target ${id}`)
        await refreshHeldTargets(transaction, { targetId: id }, serviceNow())
      }),
    async byId(projectId, id) {
      const query = read
        .selectFrom('target')
        .innerJoin('policy', 'policy.id', 'target.policy_id')
        .selectAll('target')
        .where('policy.project_id', '=', projectId)
        .where('target.id', '=', id)
      const row = await query.where('target.deleted_at', 'is', null).executeTakeFirst()
      return row === undefined ? null : targetOf(row)
    },
    setSigningSecret: (id, secret, rules) =>
      changeRules(async (transaction) => {
        const live = transaction.selectFrom('target').selectAll().where('id', '=', id)
        const row = await live.where('deleted_at', 'is', null).executeTakeFirst()
        if (row === undefined) throw new BellbuoyError('NOT_FOUND', `target ${id} not found`)
        const before = targetWithSecrets(row, secrets).options
        const after = completeOptions(row.type, rules, { ...before, signing: { secret } })
        const former = formerSigningColumns(before, after, secrets, now())
        const changes = { ...optionColumns(rules, after, secrets), ...former }
        await transaction.updateTable('target').set(changes).where('id', '=', id).execute()
        return former.former_signing_until ?? null
      }),
    async withSecrets(id) {
      const one = lookUp.selectFrom('target').selectAll().where('id', '=', id)
      const row = await one.where('deleted_at', 'is', null).executeTakeFirst()
      return row === undefined ? null : targetWithSecrets(row, secrets)
    },
    ownerOf: (id) => ownerOf(read, id),
    waiting: (id) =>
      count(read.selectFrom('delivery').where('state', '=', 'pending').where('target_id', '=', id)),
  }
}

async function ownerOf(read: Connections['read'], id: number): ReturnType<Targets['ownerOf']> {
  const query = read
    .selectFrom('target')
    .innerJoin('policy', 'policy.id', 'target.policy_id')
    .select(['policy.id', 'policy.project_id', 'policy.name'])
    .where('target.id', '=', id)
    .where('target.deleted_at', 'is', null)
    .where('policy.deleted_at', 'is', null)
  const row = await query.executeTakeFirst()
  return row === undefined ? null : { id: row.id, projectId: row.project_id, name: row.name }
}
