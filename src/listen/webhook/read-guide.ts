import { writtenEventType } from '../../domain/event/event-type.ts'
import type { FormatReader } from './format-reader.ts'
import { listAt, textAt, valueAt } from './json-fields.ts'
import { severityOfCounts } from './severity.ts'

/** `Guide`, the JSON of the user guide of Harbor 1.10: `events` has an entry for each tag or version. */
export const readGuide: FormatReader = (body) => {
  const type = textAt(body, 'event_type')
  const events = listAt(body, 'events')
  if (type === '' || events.length === 0) return null
  return events.map((event) => ({
    eventType: writtenEventType(type),
    project: textAt(event, 'project') || textAt(event, 'namespace'),
    repository: textAt(event, 'full_name'),
    tag: textAt(event, 'tag') || textAt(event, 'chart_version'),
    digest: textAt(event, 'digest') || digestOf(textAt(event, 'image_id')),
    resourceUrl: textAt(event, 'resource_url'),
    operator: textAt(event, 'user_name'),
    severity: severityOfCounts(valueAt(event, 'issues')),
  }))
}

/** `image_id` is the digest without its algorithm; the entry of a chart has no other. */
function digestOf(imageId: string): string {
  return /^[0-9a-f]{64}$/.test(imageId) ? `sha256:${imageId}` : ''
}
