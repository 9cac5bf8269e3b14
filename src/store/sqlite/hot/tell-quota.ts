import type { DatabaseSync } from 'node:sqlite'
import { type RegistryEvent, artifactOf } from '../../../domain/event/event.ts'
import { artifactAction } from '../../../domain/event/event-type.ts'
import { uuidV7 } from '../../../domain/ids.ts'
import { type QuotaLevel, quotaDetail, quotaLevel } from '../../../domain/storage-quota.ts'
import { QUOTA_WARNING_PERCENT } from '../../setting-names.ts'
import { eventDetailJson } from '../../event/stored-events.ts'
import type { Usage } from './usage.ts'

/**
 * Stores an event when a push crosses the threshold or the limit of its project, once until usage has fallen below. It is
 * held and due at once: it is decided like every other, by who can, and is not lost with the process.
 */
export function prepareTellQuota(database: DatabaseSync) {
  const selectPercent = database.prepare('select value from setting where name = ?')
  const setTold = database.prepare('update quota set told = ? where project_id = ?')
  const insert = database.prepare(`
    insert into event (id, source_id, source_event_id, project_id, type, repository, tag, digest, operator,
      occurred_at, accepted_at, verdicts_json, detail_json, held_until)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?) on conflict (source_id, source_event_id) do nothing`)

  const store = (
    event: RegistryEvent,
    projectId: number,
    level: 1 | 2,
    usage: Usage,
    percent: number,
  ): void => {
    const { quota: _, chart: __, ...detail } = event.detail
    const told: RegistryEvent = {
      ...event,
      type: level === 2 ? 'QUOTA_EXCEED' : 'QUOTA_WARNING',
      detail: { ...detail, quota: quotaDetail(level, usage, percent) },
    }
    const { tag, digest } = artifactOf(event)
    insert.run(
      uuidV7(event.acceptedAtMs),
      event.sourceId,
      `${event.sourceEventId}#quota`,
      projectId,
      told.type,
      event.repository,
      tag,
      digest,
      event.operator,
      event.occurredAtMs,
      event.acceptedAtMs,
      eventDetailJson(told),
      event.acceptedAtMs,
    )
  }

  /** @returns whether there is a new event */
  return (event: RegistryEvent, projectId: number, usage: Usage): boolean => {
    const percent = Number(selectPercent.get(QUOTA_WARNING_PERCENT)?.['value'] ?? 85)
    const level: QuotaLevel = quotaLevel(usage, percent)
    if (level < usage.told) setTold.run(level, projectId)
    if (level <= usage.told || level === 0 || artifactAction(event.type) !== 'push') return false
    setTold.run(level, projectId)
    store(event, projectId, level, usage, percent)
    return true
  }
}
