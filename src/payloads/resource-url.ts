import type { RegistryEvent } from '../domain/event.ts'

/** `host/repository:tag`, or `…@digest` without a tag; no scheme, so that it can be pulled as it stands. */
export function resourceUrl({ registryHost, repository, artifact }: RegistryEvent): string {
  const reference = artifact.tag === null ? `@${artifact.digest}` : `:${artifact.tag}`
  return `${registryHost}/${repository}${reference}`
}
