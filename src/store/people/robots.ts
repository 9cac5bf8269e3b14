import { type Selectable, sql } from 'kysely'
import { EVERYTHING } from '../../domain/list-query.ts'
import type { Grant } from '../../domain/people/permission.ts'
import type { Robot, RobotChanges, Robots } from '../../domain/people/robot.ts'
import { assertFound } from '../assert-found.ts'
import type { Connections } from '../connections.ts'
import { type ListFields, asBoolean, asNumber, filtered, ordered } from '../list-query.ts'
import { orConflict } from '../or-conflict.ts'
import { count, paged } from '../paging.ts'
import { changing } from '../revisions.ts'
import type { RobotTable } from './people-tables.ts'
import { timeField } from '../time-field.ts'

/** Harbor's fields of robots (`src/pkg/robot/model`). */
const ROBOT_FIELDS: ListFields = {
  id: { sql: sql.ref('id'), stored: asNumber },
  name: { sql: sql.ref('name') },
  description: { sql: sql.ref('description') },
  disable: { sql: sql.ref('disabled'), stored: asBoolean },
  creation_time: timeField('created_at'),
  update_time: timeField('updated_at'),
}

export function createRobots(connections: Connections): Robots {
  const { read, lookUp, write, now } = connections
  return {
    async byName(name) {
      const row = await lookUp.selectFrom('robot').selectAll().where('name', '=', name).executeTakeFirst()
      return row === undefined ? null : { ...robotOf(row), secretHash: row.secret_hash }
    },
    async byId(id) {
      const row = await lookUp.selectFrom('robot').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : robotOf(row)
    },
    async list({ level, projectId }, page, asked = EVERYTHING) {
      const ofLevel = read.selectFrom('robot').where('level', '=', level).where('project_id', '=', projectId)
      const query = filtered(ofLevel, asked, ROBOT_FIELDS)
      const sorted = ordered(query.selectAll(), asked, ROBOT_FIELDS, [sql`name`])
      return { items: (await paged(sorted, page).execute()).map(robotOf), total: await count(query) }
    },
    async create(draft) {
      const at = now()
      const { name, level, projectId, creator, creatorId } = draft
      const row = {
        ...columnsOf(draft),
        name,
        level,
        project_id: projectId,
        creator,
        creator_id: creatorId,
        created_at: at,
        updated_at: at,
      }
      const insert = write.insertInto('robot').values(row).returningAll()
      return orConflict(connections, `robot ${name} already exists`, async () =>
        robotOf(await insert.executeTakeFirstOrThrow()),
      )
    },
    update: (id, changes, guard) =>
      changing(connections, { kind: 'robot', id }, guard, async (transaction) => {
        const update = transaction.updateTable('robot').set({ ...columnsOf(changes), updated_at: now() })
        assertFound(await update.where('id', '=', id).executeTakeFirstOrThrow(), `robot ${id}`)
      }),
    remove: (id, guard) =>
      changing(connections, { kind: 'robot', id }, guard, async (transaction) => {
        const removal = transaction.deleteFrom('robot').where('id', '=', id)
        assertFound(await removal.executeTakeFirstOrThrow(), `robot ${id}`)
      }),
  }
}

type Columns = Pick<
  Selectable<RobotTable>,
  'description' | 'permissions_json' | 'disabled' | 'duration_days' | 'expires_at' | 'secret_hash'
>

function columnsOf(changes: Required<RobotChanges>): Columns
function columnsOf(changes: RobotChanges): Partial<Columns>
function columnsOf(changes: RobotChanges): Partial<Columns> {
  const { description, grants, disabled, durationDays, expiresAtMs, secretHash } = changes
  return {
    ...(description !== undefined && { description }),
    ...(grants !== undefined && { permissions_json: JSON.stringify(grants) }),
    ...(disabled !== undefined && { disabled: disabled ? 1 : 0 }),
    ...(durationDays !== undefined && { duration_days: durationDays }),
    ...(expiresAtMs !== undefined && { expires_at: expiresAtMs }),
    ...(secretHash !== undefined && { secret_hash: secretHash }),
  }
}

function robotOf(row: Selectable<RobotTable>): Robot {
  return {
    id: row.id,
    name: row.name,
    level: row.level === 'system' ? 'system' : 'project',
    projectId: row.project_id,
    description: row.description,
    grants: JSON.parse(row.permissions_json) as Grant[],
    creator: row.creator,
    creatorId: row.creator_id,
    disabled: row.disabled === 1,
    durationDays: row.duration_days,
    expiresAtMs: row.expires_at,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}
