import { type Artifact, type SourceEvent, artifactOf } from './event.ts'
import { artifactAction } from './event-type.ts'

/**
 * The tag that people know an artifact by: the one that the client named, or, of a pull by digest, the only one that is known
 * to point there. Null when there is none, or several. Harbor's formats name what the client named instead.
 */
export function tagNameOf(
  event: Pick<SourceEvent, 'type' | 'artifacts'>,
  { tag, tags }: Pick<Artifact, 'tag' | 'tags'> = artifactOf(event),
): string | null {
  if (tag !== null || artifactAction(event.type) !== 'pull' || tags?.length !== 1) return tag
  return tags[0] ?? null
}
