import { sql } from 'kysely'
import { QUOTA_EVENT_SUFFIX, TAG_EVENT_SUFFIX } from '../../domain/event/derived-event.ts'

/** Whether a source reported an event; Bellbuoy derived the others. */
export const IS_REPORTED = sql<boolean>`not (type = 'CREATE_TAG' and source_event_id like ${`%${TAG_EVENT_SUFFIX}`})
  and not (type in ('QUOTA_WARNING', 'QUOTA_EXCEED') and source_event_id like ${`%${QUOTA_EVENT_SUFFIX}`})`
