import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'

/**
 * `host/repository:tag`, `…@digest` without a tag, the repository alone without either; no scheme, so that it can be pulled
 * as it stands.
 */
export function resourceUrl(
  event: RegistryEvent,
  { tag, digest }: Pick<Artifact, 'tag' | 'digest'> = artifactOf(event),
): string {
  const reference = tag !== null ? `:${tag}` : digest !== null ? `@${digest}` : ''
  return `${event.registryHost}/${event.repository}${reference}`
}
