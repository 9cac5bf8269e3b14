import { artifactAction } from '../../../../domain/event/event-type.ts'
import type { RegistryEvent } from '../../../../domain/event/event.ts'
import { quotaLevel } from '../../../../domain/storage-quota.ts'
import { DEFAULT_WARNING_PERCENT, quotaEvent } from '../../../event/quota-event.ts'
import { QUOTA_WARNING_PERCENT } from '../../../setting-names.ts'
import { allocate } from '../allocate.ts'
import { insertOnce } from '../insert-events.ts'
import { type Session, statement } from '../session.ts'
import type { Usage } from './usage.ts'

/** A time long past, whatever a clock says. */
const DUE_AT_ONCE = 0

const SELECT_PERCENT = statement('select value from setting where name = $1')
const SET_REPORTED = statement('update quota set told = $2 where project_id = $1')

/**
 * Stores an event when a push crosses the threshold or the limit of its project, once until usage has fallen below. The
 * event is held and due at once, so that it is decided like every other and is not lost with the process.
 *
 * @returns whether there is a new event
 */
export async function reportQuota(
  session: Session,
  event: RegistryEvent,
  projectId: number,
  usage: Usage,
): Promise<boolean> {
  const [row] = await session.ask<{ value: string }>(SELECT_PERCENT, QUOTA_WARNING_PERCENT)
  const percent = Number(row?.value ?? DEFAULT_WARNING_PERCENT)
  const level = quotaLevel(usage, percent)
  if (level < usage.reportedLevel) await session.change(SET_REPORTED, projectId, level)
  if (level <= usage.reportedLevel || level === 0 || artifactAction(event.type) !== 'push') return false
  await session.change(SET_REPORTED, projectId, level)
  const {
    event: [id = 0],
  } = await allocate(session, { event: 1 })
  const decided = {
    event: quotaEvent(event, level, usage, percent),
    projectId,
    sequence: 0,
    verdicts: [],
    withheld: null,
    heldUntilMs: DUE_AT_ONCE,
  }
  insertOnce(session, { id, decided })
  return true
}
