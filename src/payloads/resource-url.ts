import { type RegistryEvent, artifactOf } from '../domain/event.ts'

/** `host/repository:tag`, or `…@digest` without a tag; no scheme, so that it can be pulled as it stands. */
export function resourceUrl({ registryHost, repository, artifacts }: RegistryEvent): string {
  const artifact = artifactOf({ artifacts })
  const reference = artifact.tag === null ? `@${artifact.digest}` : `:${artifact.tag}`
  return `${registryHost}/${repository}${reference}`
}
