import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'

/**
 * `host/repository:tag`, `…@digest` without a tag, the repository alone without either; no scheme, so that it can be pulled
 * as it stands. Without a known host it begins with the repository.
 */
export function resourceUrl(
  event: RegistryEvent,
  { tag, digest }: Pick<Artifact, 'tag' | 'digest'> = artifactOf(event),
): string {
  const reference = tag !== null ? `:${tag}` : digest !== null ? `@${digest}` : ''
  const host = event.registryHost === '' ? '' : `${event.registryHost}/`
  return `${host}${event.repository}${reference}`
}
