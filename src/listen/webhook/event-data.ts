import { listAt, textAt, valueAt } from './json-fields.ts'
import { projectWideProject } from './project-wide.ts'
import { severityOfOverview } from './severity.ts'
import type { Facts } from './webhook.ts'

/** The facts of Harbor's `event_data`, which several formats share: one event for each resource, one without any. */
export function eventDataFacts(
  about: Pick<Facts, 'eventType' | 'operator'>,
  data: unknown,
): readonly Facts[] {
  const resources = listAt(data, 'resources')
  const common = {
    ...about,
    project: textAt(data, 'repository', 'namespace') || projectWideProject(data),
    repository: textAt(data, 'repository', 'repo_full_name'),
  }
  return (resources.length === 0 ? [{}] : resources).map((resource) => ({
    ...common,
    ...resourceFacts(resource),
  }))
}

/** What one resource says. Harbor repeats the digest as the tag of an artifact that has none. */
export function resourceFacts(resource: unknown): Pick<Facts, 'tag' | 'digest' | 'resourceUrl' | 'severity'> {
  const [tag, digest] = [textAt(resource, 'tag'), textAt(resource, 'digest')]
  return {
    tag: tag === digest ? '' : tag,
    digest,
    resourceUrl: textAt(resource, 'resource_url'),
    severity: severityOfOverview(valueAt(resource, 'scan_overview')),
  }
}
