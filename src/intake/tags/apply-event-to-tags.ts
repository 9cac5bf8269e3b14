import { subjectOfTag } from '../../domain/event/accessory.ts'
import { chartVersionOf, withChartVersion } from '../../domain/event/chart.ts'
import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import type { Tags } from './tags.ts'

export interface EventWithTags {
  /** The event with what the tags of its repository add to it. */
  readonly event: RegistryEvent
  /** Null when the event created or moved no tag. */
  readonly tagChange: TagChange | null
}

export interface TagChange {
  /** The digest that the tag pointed to before, or null when it is new. */
  readonly previousDigest: string | null
}

/** Brings the tags of a repository up to date with an event, and the event with the tags. */
export function applyEventToTags(event: RegistryEvent, tags: Tags): EventWithTags {
  const action = artifactAction(event.type)
  if (action === 'delete') return { event: applyDeletedManifest(event, tags), tagChange: null }
  if (event.type === 'DELETE_TAG') return { event: applyDeletedTag(event, tags), tagChange: null }
  return action === null ? { event, tagChange: null } : applyTag(event, tags, action)
}

/** A push or pull by tag shows where the tag points. */
function applyTag(event: RegistryEvent, tags: Tags, action: 'push' | 'pull'): EventWithTags {
  const { tag, digest, tags: reported } = artifactOf(event)
  if (digest === null) return { event, tagChange: null }
  const previousDigest = tag === null ? null : tags.digestOf(tag)
  if (tag !== null) tags.point(tag, digest)
  const known = tags.of(digest)
  const isKnown = reported === null && known.length > 0 && tags.areAll
  return {
    event: isKnown ? withTagName(withArtifact(event, { tags: known })) : event,
    tagChange: action === 'push' && tag !== null && previousDigest !== digest ? { previousDigest } : null,
  }
}

/** A chart that is pulled by its digest has the version of its only tag. */
function withTagName(event: RegistryEvent): RegistryEvent {
  const tag = tagNameOf(event)
  return tag === null ? event : withChartVersion(event, tag)
}

/**
 * The tags of a deleted manifest are deleted with it: the event names each, the one that was pushed last first, since Harbor
 * names only that one.
 */
function applyDeletedManifest(event: RegistryEvent, tags: Tags): RegistryEvent {
  const { artifacts } = event
  const artifact = artifactOf(event)
  if (artifact.digest === null) return event
  const names = withLastFirst(tags.removeAll(artifact.digest), event.lastTag)
  if (names.length === 0 || artifacts.length > 1 || artifact.tag !== null) return event
  const isAccessory = names.every((name) => subjectOfTag(name) !== null)
  return {
    ...event,
    artifacts: names.map((tag) => ({ ...artifact, tag, tags: [] })),
    role: isAccessory ? 'accessory' : event.role,
    ...(event.detail.chart !== undefined && {
      detail: { ...event.detail, chart: { ...event.detail.chart, version: chartVersionOf(names[0] ?? '') } },
    }),
  }
}

function withLastFirst(names: readonly string[], last: string | undefined): readonly string[] {
  return last === undefined || !names.includes(last)
    ? names
    : [last, ...names.filter((name) => name !== last)]
}

function applyDeletedTag(event: RegistryEvent, tags: Tags): RegistryEvent {
  const { tag, digest } = artifactOf(event)
  if (tag === null) return event
  const pointedTo = digest ?? tags.lastDigestOf(tag)
  tags.remove(tag)
  return pointedTo === null ? event : withArtifact(event, { digest: pointedTo, tags: tags.of(pointedTo) })
}

function withArtifact(event: RegistryEvent, changes: Partial<Artifact>): RegistryEvent {
  const [artifact, ...others] = event.artifacts
  return artifact === undefined ? event : { ...event, artifacts: [{ ...artifact, ...changes }, ...others] }
}
