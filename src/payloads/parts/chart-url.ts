import type { Artifact, RegistryEvent } from '../../domain/event/event.ts'
import { nameInProject } from '../../domain/project.ts'

/** Whether a chart lies in a chart repository, as Harbor kept them up to 2.7; as an OCI artifact it has a digest. */
export function isInChartRepository({ digest }: Pick<Artifact, 'digest'>): boolean {
  return digest === null
}

/**
 * The link to a chart at the path of Harbor's chart repository, `…/chartrepo/project/charts/name-version.tgz`. Where the
 * address of the gateway is known, it begins with that address, scheme included; else with the host, as Harbor writes it.
 *
 * @param scheme what stands before a host alone
 */
export function chartUrl(
  { registryHost, project, repository, detail: { chart } }: RegistryEvent,
  { tag }: Pick<Artifact, 'tag'>,
  scheme: 'https://' | '' = '',
): string {
  const name = chart?.name ?? nameInProject(repository)
  const path = `chartrepo/${project}/charts/${name}-${tag ?? chart?.version ?? ''}.tgz`
  if (chart?.gatewayUrl !== undefined) return `${chart.gatewayUrl}/${path}`
  return registryHost === '' ? path : `${scheme}${registryHost}/${path}`
}
