import { writtenEventType } from '../../domain/event/event-type.ts'
import { resourceFacts } from './event-data.ts'
import type { FormatReader } from './format-reader.ts'
import { textAt, valueAt } from './json-fields.ts'
import { projectWideProject } from './project-wide.ts'

/** `Proposal`: `event_data` is a list, with an entry for each tag or version. */
export const readProposal: FormatReader = (body) => {
  const [type, data] = [textAt(body, 'type'), valueAt(body, 'event_data')]
  if (type === '' || !Array.isArray(data)) return null
  const entries: readonly unknown[] = data.length === 0 ? [{}] : data
  return entries.map((entry) => ({
    eventType: writtenEventType(type),
    project: textAt(body, 'repository', 'namespace') || projectWideProject(entry),
    repository: textAt(body, 'repository', 'repo_full_name'),
    operator: textAt(body, 'operator'),
    ...resourceFacts(entry),
  }))
}
