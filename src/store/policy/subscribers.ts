import { sql } from 'kysely'
import type { Subscribers } from '../../domain/policy/subscribers.ts'
import type { Connections } from '../connections.ts'

export function createSubscribers({ read }: Pick<Connections, 'read'>): Subscribers {
  return {
    async of(type, projectIds, limit) {
      const all = read
        .selectFrom('policy')
        .leftJoin('project', 'project.id', 'policy.project_id')
        .where('policy.deleted_at', 'is', null)
        // The names of types stand in quotes, so that none is found in another.
        .where('policy.event_types_json', 'like', `%"${type}"%`)
      const seen = projectIds === null ? all : all.where('policy.project_id', 'in', projectIds)
      const rows = await seen
        .select(['policy.id', 'policy.name', 'policy.enabled', 'project.name as project_name'])
        .orderBy(sql`coalesce(project.name, '')`)
        .orderBy('policy.name')
        .orderBy('policy.id')
        .limit(limit + 1)
        .execute()
      const items = rows.slice(0, limit).map((row) => ({
        policyId: row.id,
        policyName: row.name,
        isEnabled: row.enabled === 1,
        projectName: row.project_name,
      }))
      return { items, hasMore: rows.length > limit }
    },
  }
}
