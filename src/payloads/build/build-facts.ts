import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { artifactOf } from '../../domain/event/event.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import { fitted } from '../chat/fitted.ts'
import { plainSentence, storyOf } from '../chat/story.ts'

/** What a build wants to know of an event, under the names of the ready-made templates; empty where it is not known. */
export interface BuildFacts {
  readonly event_id: string
  readonly event_type: string
  /** RFC 3339. */
  readonly occurred_at: string
  readonly project: string
  /** With the project. */
  readonly repository: string
  readonly tag: string
  readonly digest: string
  /** What to pull: by the tag, or else by the digest. */
  readonly image: string
  readonly actor: string
  /** What happened, as a sentence. */
  readonly summary: string
}

/** Far more than names in registries have. */
const MAX_FACT = 1024

/** The facts of an event. One that is too long is empty: a shortened reference would name another image. */
export function buildFacts(input: PayloadInput): BuildFacts {
  const { event } = input
  const { digest } = artifactOf(event)
  const tag = tagNameOf(event)
  const facts = {
    event_id: event.id,
    event_type: event.type,
    occurred_at: new Date(event.occurredAtMs).toISOString(),
    project: event.project,
    repository: event.repository,
    tag: tag ?? '',
    digest: digest ?? '',
    image: imageOf(event, tag, digest),
    actor: event.operator,
    summary: fitted(storyOf(input), plainSentence, { limit: MAX_FACT, sizeOf: ({ length }) => length }),
  }
  const known = Object.entries(facts).map(([name, value]) => [name, value.length > MAX_FACT ? '' : value])
  return Object.fromEntries(known) as BuildFacts
}

function imageOf(
  { registryHost, repository }: PayloadInput['event'],
  tag: string | null,
  digest: string | null,
): string {
  if (registryHost === '' || repository === '') return ''
  if (tag !== null) return `${registryHost}/${repository}:${tag}`
  return digest === null ? '' : `${registryHost}/${repository}@${digest}`
}
