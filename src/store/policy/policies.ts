import { type Selectable, sql } from 'kysely'
import type { EventType } from '../../domain/event/event-type.ts'
import { EVERYTHING } from '../../domain/list-query.ts'
import { type PolicyFilter, NO_FILTER } from '../../domain/policy/policy-filter.ts'
import type { Policies, Policy, PolicyDraft } from '../../domain/policy/policy.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections, Writing } from '../connections.ts'
import { stopDeliveries } from '../delivery/stop-deliveries.ts'
import { type ListFields, asBoolean, asNumber, filtered, ordered } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import type { PolicyTable } from './policy-tables.ts'
import type { TargetTable } from '../target/target-tables.ts'
import { refreshHeldTargets } from '../target/refresh-held-targets.ts'
import { insertTargets, removeTargets, replaceTargets, targetIdsOf } from '../target/replace-targets.ts'
import { targetOf } from '../target/target-rows.ts'
import { guarded } from '../revisions.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { timeField } from '../time-field.ts'

/** Harbor's fields (`src/pkg/notification/policy/model`); the targets are asked by their addresses. */
const POLICY_FIELDS: ListFields = {
  id: { sql: sql.ref('id'), stored: asNumber },
  name: { sql: sql.ref('name') },
  description: { sql: sql.ref('description') },
  project_id: { sql: sql.ref('project_id'), stored: asNumber },
  event_types: { sql: sql.ref('event_types_json') },
  targets: {
    sql: sql`(select string_agg(address, ',') from target
      where target.policy_id = policy.id and target.deleted_at is null)`,
  },
  creator: { sql: sql.ref('creator') },
  creation_time: timeField('created_at'),
  update_time: timeField('updated_at'),
  enabled: { sql: sql.ref('enabled'), stored: asBoolean },
}
const NEWEST_FIRST = [sql`created_at desc`, sql`id desc`]

export function createPolicies(
  connections: Connections,
  changeRules: ChangeRules,
  secrets: SecretBox,
): Policies {
  const { read, now, serviceNow, finishStops } = connections
  const live = read.selectFrom('policy').where('deleted_at', 'is', null)

  const change = <Result>(name: string, run: (transaction: Writing) => Promise<Result>) =>
    orConflict(connections, `notification policy named ${name} already exists`, () => changeRules(run))

  return {
    create: (projectId, draft, creator) =>
      change(draft.name, async (transaction) => {
        const at = now()
        const row = { project_id: projectId, creator, created_at: at, updated_at: at, ...columnsOf(draft) }
        const { id } = await transaction
          .insertInto('policy')
          .values(row)
          .returning('id')
          .executeTakeFirstOrThrow()
        await insertTargets(transaction, id, draft.targets, secrets)
        await refreshHeldTargets(transaction, { policyId: id }, serviceNow())
        return id
      }),
    async byId(projectId, id) {
      const query = live.selectAll().where('project_id', '=', projectId).where('id', '=', id)
      return (await withTargets(connections, await query.execute()))[0] ?? null
    },
    async exists(id) {
      return (await live.select('id').where('id', '=', id).executeTakeFirst()) !== undefined
    },
    async list(projectId, page, asked = EVERYTHING) {
      const query = filtered(live.where('project_id', '=', projectId), asked, POLICY_FIELDS)
      const rows = await paged(ordered(query.selectAll(), asked, POLICY_FIELDS, NEWEST_FIRST), page).execute()
      return { items: await withTargets(connections, rows), total: await count(query) }
    },
    async update(projectId, id, draft, guard) {
      await change(draft.name, (transaction) =>
        guarded(transaction, { kind: 'policy', projectId, id }, guard, async () => {
          const at = now()
          await changeLive(transaction, projectId, id, { ...columnsOf(draft), updated_at: at })
          await replaceTargets(transaction, id, draft.targets, secrets, at)
          await refreshHeldTargets(transaction, { policyId: id }, serviceNow())
          if (draft.enabled) return
          await stopDeliveries(transaction, await targetIdsOf(transaction, id), 'the policy was disabled', at)
        }),
      )
      await finishStops()
    },
    async remove(projectId, id, guard) {
      await changeRules((transaction) =>
        guarded(transaction, { kind: 'policy', projectId, id }, guard, async () => {
          const at = now()
          await changeLive(transaction, projectId, id, { deleted_at: at, updated_at: at })
          await removeTargets(transaction, await targetIdsOf(transaction, id), 'the policy was deleted', at)
        }),
      )
      await finishStops()
    },
  }
}

function columnsOf({ name, description, enabled, eventTypes, filter, harborWay }: PolicyDraft) {
  return {
    name,
    description,
    enabled: enabled ? 1 : 0,
    event_types_json: JSON.stringify(eventTypes),
    filter_json: JSON.stringify(filter),
    harbor_way: harborWay === null ? null : Number(harborWay),
    ...(enabled && { auto_disabled_at: null, auto_disabled_reason: null }),
  }
}

async function changeLive(
  transaction: Writing,
  projectId: number,
  id: number,
  changes: Partial<Selectable<PolicyTable>>,
): Promise<void> {
  const update = transaction.updateTable('policy').set(changes).where('id', '=', id)
  const live = update.where('project_id', '=', projectId).where('deleted_at', 'is', null)
  assertFound(await live.executeTakeFirstOrThrow(), `notificationPolicy ${id}`)
}

/** The policies of some rows, with their targets in order. */
export async function withTargets(
  { read }: Pick<Connections, 'read'>,
  rows: readonly Selectable<PolicyTable>[],
): Promise<readonly Policy[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const query = read
    .selectFrom('target')
    .selectAll()
    .where('policy_id', 'in', ids)
    .where('deleted_at', 'is', null)
  const targets = Map.groupBy(await query.orderBy('position').execute(), ({ policy_id }) => policy_id)
  return rows.map((row) => policyOf(row, targets.get(row.id) ?? []))
}

function policyOf(row: Selectable<PolicyTable>, targets: readonly Selectable<TargetTable>[]): Policy {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    creator: row.creator,
    enabled: row.enabled === 1,
    eventTypes: JSON.parse(row.event_types_json) as EventType[],
    filter: { ...NO_FILTER, ...(JSON.parse(row.filter_json) as Partial<PolicyFilter>) },
    harborWay: row.harbor_way === null ? null : row.harbor_way === 1,
    targets: targets.map(targetOf),
    ...(row.auto_disabled_at !== null && {
      autoDisabled: { atMs: row.auto_disabled_at, reason: row.auto_disabled_reason ?? '' },
    }),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}
