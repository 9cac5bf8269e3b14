import type { Artifact, RegistryEvent } from '../../domain/event/event.ts'
import { nameInProject } from '../../domain/project.ts'

/** Whether a chart lies in a chart repository, as Harbor kept them up to 2.7; as an OCI artifact it has a digest. */
export function isInChartRepository({ digest }: Pick<Artifact, 'digest'>): boolean {
  return digest === null
}

/** `host/chartrepo/project/charts/name-version.tgz`, the path of Harbor's chart repository; no scheme. */
export function chartUrl(
  { registryHost, project, repository, detail: { chart } }: RegistryEvent,
  { tag }: Pick<Artifact, 'tag'>,
): string {
  const name = chart?.name ?? nameInProject(repository)
  return `${registryHost}/chartrepo/${project}/charts/${name}-${tag ?? chart?.version ?? ''}.tgz`
}
