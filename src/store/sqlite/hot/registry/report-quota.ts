import type { DatabaseSync } from 'node:sqlite'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import type { RegistryEvent } from '../../../../domain/event/event.ts'
import { quotaLevel } from '../../../../domain/storage-quota.ts'
import { DEFAULT_WARNING_PERCENT, quotaEvent } from '../../../event/quota-event.ts'
import { QUOTA_WARNING_PERCENT } from '../../../setting-names.ts'
import { prepareInsertEvent } from '../insert-event.ts'
import { statement } from '../../../../sqlite/statement.ts'
import type { Usage } from './usage.ts'

/** A time long past, whatever a clock says. */
const DUE_AT_ONCE = 0

/**
 * Stores an event when a push crosses the threshold or the limit of its project, once until usage has fallen below. The
 * event is held and due at once, so that it is decided like every other and is not lost with the process.
 *
 * @returns whether there is a new event
 */
export function prepareReportQuota(
  database: DatabaseSync,
): (event: RegistryEvent, projectId: number, usage: Usage) => boolean {
  const insertEvent = prepareInsertEvent(database)
  const selectPercent = statement(database, 'select value from setting where name = :name')
  const setReported = statement(database, 'update quota set told = :level where project_id = :project_id')
  return (event, projectId, usage) => {
    const percent = Number(
      selectPercent.get({ name: QUOTA_WARNING_PERCENT })?.['value'] ?? DEFAULT_WARNING_PERCENT,
    )
    const level = quotaLevel(usage, percent)
    if (level < usage.reportedLevel) setReported.run({ level, project_id: projectId })
    if (level <= usage.reportedLevel || level === 0 || artifactAction(event.type) !== 'push') return false
    setReported.run({ level, project_id: projectId })
    insertEvent({
      event: quotaEvent(event, level, usage, percent),
      projectId,
      sequence: 0,
      verdicts: [],
      withheld: null,
      heldUntilMs: DUE_AT_ONCE,
    })
    return true
  }
}
