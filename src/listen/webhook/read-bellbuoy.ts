import { writtenEventType } from '../../domain/event/event-type.ts'
import type { FormatReader } from './format-reader.ts'
import { isObject, listAt, textAt, valueAt } from './json-fields.ts'

/** `Bellbuoy`, our own format: a delete has an artifact for each tag that went. */
export const readBellbuoy: FormatReader = (body) => {
  const artifacts = valueAt(body, 'artifacts')
  if (textAt(body, 'version') === '' || !Array.isArray(artifacts) || !isObject(valueAt(body, 'project')))
    return null
  const repository = textAt(body, 'repository', 'full_name')
  const common = {
    eventType: writtenEventType(textAt(body, 'type')),
    project: textAt(body, 'project', 'name'),
    repository,
    operator: textAt(body, 'actor', 'name'),
    severity: textAt(body, 'scan', 'severity'),
  }
  const found = listAt(body, 'artifacts')
  return (found.length === 0 ? [{}] : found).map((artifact) => ({
    ...common,
    tag: textAt(artifact, 'tag'),
    digest: textAt(artifact, 'digest'),
    resourceUrl:
      textAt(artifact, 'pull_by_tag') || textAt(artifact, 'pull_by_digest') || placeOf(body, repository),
  }))
}

/** As others write the URL of what has neither tag nor digest. */
function placeOf(body: unknown, repository: string): string {
  const registry = textAt(body, 'origin', 'registry')
  return registry === '' || repository === '' ? repository : `${registry}/${repository}`
}
