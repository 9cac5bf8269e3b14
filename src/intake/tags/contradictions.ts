import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { type Moment, momentOf } from '../../domain/event/moment.ts'
import { WHOLE_REPOSITORY } from '../../domain/event/known-tag.ts'
import { type Now, isLate, isUnclear } from './is-late.ts'
import type { Tags } from './tags.ts'

/** What a registry says about a tag or digest: the digest that it leads to, null for none, undefined when it was not asked or did not say. */
export type RegistryAnswer = string | null | undefined

/**
 * When that happened which says otherwise than an event: of a push by tag, that the tag points elsewhere or was deleted; of a deletion,
 * that something it deletes is there. What is known and says the same makes no event late.
 */
export function contradictions(event: RegistryEvent, tags: Tags): readonly Moment[] {
  const { tag, digest } = artifactOf(event)
  switch (artifactAction(event.type)) {
    case 'push':
    case 'pull':
      return digest === null ? [] : againstManifest(tag, digest, tags)
    case 'delete':
      return digest === null ? [] : againstDeletion(event, digest, tags)
    case null:
      if (event.type === 'DELETE_TAG') return tag === null ? [] : momentsOf(tags.get(tag))
      return event.type === 'DELETE_REPOSITORY' ? tags.youngest() : []
  }
}

function againstManifest(tag: string | null, digest: string, tags: Tags): readonly Moment[] {
  const known = tag === null ? null : (tags.get(tag) ?? tags.deletionOf(tag))
  const ofTag = known !== null && (known.deletedAtMs !== null || known.digest !== digest) ? known : null
  return [...momentsOf(ofTag), ...deletionsOf(digest, tags)]
}

/** The deletions of a manifest and of its repository: whatever pointed to it before went with it, also if it was pushed again since. */
export function deletionsOf(digest: string, tags: Tags): readonly Moment[] {
  return [...momentsOf(tags.deletionOf(digest)), ...momentsOf(tags.deletionOf(WHOLE_REPOSITORY))]
}

function againstDeletion({ lastPush }: RegistryEvent, digest: string, tags: Tags): readonly Moment[] {
  const ofTags = tags.of(digest).flatMap((name) => momentsOf(tags.get(name)))
  return lastPush === undefined ? ofTags : [...ofTags, lastPush]
}

function momentsOf(known: { readonly moved: Moment } | null): readonly Moment[] {
  return known === null ? [] : [known.moved]
}

/** The tag or digest whose registry can say how things stand, where times leave a doubt; null where they leave none. */
export function referenceInDoubt(event: RegistryEvent, tags: Tags, toleranceMs: number): string | null {
  const action = artifactAction(event.type)
  if (action === 'pull' || event.type === 'DELETE_REPOSITORY') return null
  const now = { nowMs: event.acceptedAtMs, toleranceMs }
  const moment = momentOf(event)
  const isDoubtful = contradictions(event, tags).some(
    (known) => isLate(moment, known, now) || isUnclear(moment, known, now),
  )
  if (!isDoubtful) return null
  const { tag, digest } = artifactOf(event)
  return action === 'delete' ? digest : (tag ?? digest)
}

/** Whether an event is out of date. A registry that was asked has the last word; otherwise times decide. */
export function isOutdated(event: RegistryEvent, tags: Tags, now: Now, answer: RegistryAnswer): boolean {
  if (answer !== undefined) {
    const isPush = artifactAction(event.type) === 'push'
    return isPush ? answer !== artifactOf(event).digest : answer !== null
  }
  const moment = momentOf(event)
  return contradictions(event, tags).some((known) => isLate(moment, known, now))
}
