import { withChartVersion } from '../../domain/event/chart.ts'
import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { momentOf } from '../../domain/event/moment.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import type { DecidedEvent } from '../../domain/delivery/queue.ts'
import { applyDeletedManifest, applyDeletedRepository, applyDeletedTag } from './apply-deletion.ts'
import { type RegistryAnswer, contradictions, deletionsOf, isOutdated } from './contradictions.ts'
import { type Now, isLate, isSurelyLater } from './is-late.ts'
import type { Tags } from './tags.ts'

export interface EventWithTags extends Pick<DecidedEvent, 'tagChanges' | 'isManifestGone' | 'deletesUpTo'> {
  /** The event with what the tags of its repository add to it. */
  readonly event: RegistryEvent
  /** Left out when the event created or moved no tag. */
  readonly tagMove?: TagMove
}

export interface TagMove {
  /** The digest that the tag pointed to before, or null when it is new. */
  readonly previousDigest: string | null
}

export interface TagOrder {
  /** How far the clocks of two instances of a registry may be apart. */
  readonly toleranceMs: number
  readonly answer: RegistryAnswer
}

/**
 * Brings the tags of a repository up to date with an event, and the event with the tags. An event that happened before what is known of
 * its tag is late: it moves nothing back.
 */
export function applyEventToTags(
  reported: RegistryEvent,
  tags: Tags,
  { toleranceMs, answer }: TagOrder,
): EventWithTags {
  const now = { nowMs: reported.acceptedAtMs, toleranceMs }
  const event = isOutdated(reported, tags, now, answer) ? { ...reported, late: true as const } : reported
  switch (artifactAction(event.type)) {
    case 'push':
      return applyPush(event, tags, now)
    case 'pull':
      return applyPull(event, tags, now)
    case 'delete':
      return applyDeletedManifest(event, tags, now, answer)
    case null:
      if (event.type === 'DELETE_TAG') return applyDeletedTag(event, tags)
      return event.type === 'DELETE_REPOSITORY' ? applyDeletedRepository(event, tags, now) : { event }
  }
}

function applyPush(event: RegistryEvent, tags: Tags, now: Now): EventWithTags {
  const { tag, digest } = artifactOf(event)
  if (digest === null) return { event }
  if (event.late === true) return applyLatePush(event, digest, tags, now)
  if (tag === null) return { event: withKnownTags(event, digest, tags) }
  const moment = momentOf(event)
  const known = tags.get(tag)
  // A push of the digest that the tag points to anyway may have happened before.
  const isNews = known?.digest !== digest || !isLate(moment, known.moved, now)
  return {
    ...(isNews ? pointed(event, tag, digest, tags) : { event: withKnownTags(event, digest, tags) }),
    ...(known?.digest !== digest && { tagMove: { previousDigest: known?.digest ?? null } }),
  }
}

/** A pull by tag shows where the tag points, where no push or deletion says otherwise. */
function applyPull(event: RegistryEvent, tags: Tags, now: Now): EventWithTags {
  const { tag, digest } = artifactOf(event)
  if (digest === null) return { event }
  if (event.late === true)
    return { event: withKnownTags(event, digest, tags), ...goneWith(event, digest, tags, now) }
  const moment = momentOf(event)
  const isNews = tag !== null && tags.digestOf(tag) !== digest
  return isNews && contradictions(event, tags).every((known) => isSurelyLater(moment, known, now))
    ? pointed(event, tag, digest, tags)
    : { event: withKnownTags(event, digest, tags) }
}

function pointed(event: RegistryEvent, name: string, digest: string, tags: Tags): EventWithTags {
  const tag = { name, digest, moved: momentOf(event), deletedAtMs: null }
  tags.set(tag)
  return { event: withKnownTags(event, digest, tags), tagChanges: [tag] }
}

/** A tag whose manifest was deleted after the push went with it, even if it pointed elsewhere as far as was known. */
function applyLatePush(event: RegistryEvent, digest: string, tags: Tags, now: Now): EventWithTags {
  const { tag: name } = artifactOf(event)
  const gone = goneWith(event, digest, tags, now)
  const moved = momentOf(event)
  const known = name === null ? null : (tags.get(name) ?? tags.deletionOf(name))
  const isOutOfDate = known !== null && isLate(moved, known.moved, now)
  if (name === null || gone.isManifestGone === undefined || isOutOfDate)
    return { event: withKnownTags(event, digest, tags), ...gone }
  const tag = { name, digest, moved, deletedAtMs: event.acceptedAtMs }
  tags.set(tag)
  return { event: withKnownTags(event, digest, tags), ...gone, tagChanges: [tag] }
}

/** Whether the manifest of a late event was deleted after it. */
function goneWith(
  event: RegistryEvent,
  digest: string,
  tags: Tags,
  now: Now,
): Pick<EventWithTags, 'isManifestGone'> {
  const moment = momentOf(event)
  const isGone = deletionsOf(digest, tags).some((deletion) => isLate(moment, deletion, now))
  return isGone ? { isManifestGone: true } : {}
}

function withKnownTags(event: RegistryEvent, digest: string, tags: Tags): RegistryEvent {
  const known = tags.of(digest)
  const isKnown = artifactOf(event).tags === null && (known.length > 0 || event.late === true)
  return isKnown ? withTagName(withArtifact(event, { tags: known })) : event
}

/** A chart that is pulled by its digest has the version of its only tag. */
function withTagName(event: RegistryEvent): RegistryEvent {
  const tag = tagNameOf(event)
  return tag === null ? event : withChartVersion(event, tag)
}

function withArtifact(event: RegistryEvent, changes: Partial<Artifact>): RegistryEvent {
  const [artifact, ...others] = event.artifacts
  return artifact === undefined ? event : { ...event, artifacts: [{ ...artifact, ...changes }, ...others] }
}
