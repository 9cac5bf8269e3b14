import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { WHOLE_REPOSITORY } from '../../domain/event/known-tag.ts'
import type { Tags } from './tags.ts'

/** What has to be read before an event can be applied to the tags of its repository. */
export interface MissingFacts {
  readonly names: readonly string[]
  readonly digests: readonly string[]
  readonly youngest: boolean
}

/** Null when everything is known that the event is decided by. */
export function missingFacts(event: RegistryEvent, tags: Tags): MissingFacts | null {
  const { digest } = artifactOf(event)
  const named = event.artifacts.flatMap(({ tag }) => tag ?? [])
  const names = [WHOLE_REPOSITORY, ...named, ...(digest === null ? [] : [digest])]
  const pointedTo = digest === null ? named.map((name) => tags.lastDigestOf(name)) : [digest]
  const missing = {
    names: names.filter((name) => !tags.knowsName(name)),
    digests: pointedTo.filter((one) => one !== null && !tags.knowsDigest(one)) as readonly string[],
    youngest: event.type === 'DELETE_REPOSITORY' && !tags.knowsYoungest,
  }
  return missing.names.length + missing.digests.length === 0 && !missing.youngest ? null : missing
}
