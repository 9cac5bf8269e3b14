import type { DecidedEvent, DeletionBound } from '../../domain/delivery/queue.ts'
import { subjectOfTag } from '../../domain/event/accessory.ts'
import { chartVersionOf } from '../../domain/event/chart.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { momentOf } from '../../domain/event/moment.ts'
import { type KnownTag, WHOLE_REPOSITORY } from '../../domain/event/known-tag.ts'
import type { RegistryAnswer } from './contradictions.ts'
import { type Now, isLate } from './is-late.ts'
import type { Tags } from './tags.ts'

/** A deletion with the tags that went with it. */
export interface AppliedDeletion extends Pick<DecidedEvent, 'tagChanges' | 'deletesUpTo'> {
  readonly event: RegistryEvent
}

/** The tags of a deleted manifest are deleted with it, but for those that were pushed after it. */
export function applyDeletedManifest(
  event: RegistryEvent,
  tags: Tags,
  now: Now,
  answer: RegistryAnswer,
): AppliedDeletion {
  const { digest } = artifactOf(event)
  if (digest === null) return { event }
  const gone = tags.of(digest).flatMap((name) => tags.get(name) ?? [])
  const removed = gone.filter((tag) => goesWith(event, tag, now, answer))
  const unknown = event.artifacts.flatMap(({ tag }) => (tag !== null && isUnknown(tag, tags) ? tag : []))
  const tagChanges = [
    ...removed.map((tag) => removedWith(event, tag)),
    ...unknown.map((name) => deletion(event, name, digest)),
  ]
  if (event.late !== true) tagChanges.push(latest(deletion(event, digest), tags))
  for (const change of tagChanges) tags.set(change)
  const names = removed.map(({ name }) => name)
  const isBounded = answer === undefined
  return {
    event: withDeletedTags(event, withLastFirst(names, event.lastTag)),
    tagChanges,
    ...(isBounded && { deletesUpTo: boundOf(event, now) }),
  }
}

function goesWith(event: RegistryEvent, tag: KnownTag, now: Now, answer: RegistryAnswer): boolean {
  if (answer === null) return true
  // The manifest is there, so it was pushed again, with which tags is unknown: only what is surely older went.
  if (answer !== undefined) return isLate(tag.moved, momentOf(event), now)
  return !isLate(momentOf(event), tag.moved, now)
}

/**
 * A tag that went with its manifest keeps the time of its own last move: another instance may have moved it elsewhere between that and
 * the deletion, and has yet to report it. Where the event itself names the tag, the time is that of the deletion.
 */
function removedWith(event: RegistryEvent, tag: KnownTag): KnownTag {
  const isNamed = event.artifacts.some(({ tag: name }) => name === tag.name)
  return isNamed ? deletion(event, tag.name, tag.digest) : { ...tag, deletedAtMs: event.acceptedAtMs }
}

function isUnknown(name: string, tags: Tags): boolean {
  return tags.get(name) === null && tags.deletionOf(name) === null
}

/** The event names each tag that went, the one that was pushed last first, since Harbor names only that one. */
function withDeletedTags(event: RegistryEvent, names: readonly string[]): RegistryEvent {
  const { artifacts, detail } = event
  const artifact = artifactOf(event)
  if (names.length === 0 || artifacts.length > 1 || artifact.tag !== null) return event
  const isAccessory = names.every((name) => subjectOfTag(name) !== null)
  return {
    ...event,
    artifacts: names.map((tag) => ({ ...artifact, tag, tags: [] })),
    role: isAccessory ? 'accessory' : event.role,
    ...(detail.chart !== undefined && {
      detail: { ...detail, chart: { ...detail.chart, version: chartVersionOf(names[0] ?? '') } },
    }),
  }
}

function withLastFirst(names: readonly string[], last: string | undefined): readonly string[] {
  return last === undefined || !names.includes(last)
    ? names
    : [last, ...names.filter((name) => name !== last)]
}

/** Where a deleted tag pointed is known from what was known of it, unless it has been pushed since. */
export function applyDeletedTag(event: RegistryEvent, tags: Tags): AppliedDeletion {
  const { tag, digest } = artifactOf(event)
  if (tag === null || event.late === true) return { event }
  const pointedTo = digest ?? tags.lastDigestOf(tag)
  const change = latest(deletion(event, tag), tags)
  tags.set(change)
  const tagChanges = [change]
  if (pointedTo === null) return { event, tagChanges }
  const [artifact, ...others] = event.artifacts
  if (artifact === undefined) return { event, tagChanges }
  const deleted = { ...artifact, digest: pointedTo, tags: tags.of(pointedTo) }
  return { event: { ...event, artifacts: [deleted, ...others] }, tagChanges }
}

/** Everything in a deleted repository goes with it, but for what was pushed after it. */
export function applyDeletedRepository(event: RegistryEvent, tags: Tags, now: Now): AppliedDeletion {
  const moment = momentOf(event)
  tags.forgetAll({ moment, takes: ({ moved }) => !isLate(moment, moved, now) })
  const change = latest(deletion(event, WHOLE_REPOSITORY), tags)
  tags.set(change)
  return { event, tagChanges: [change], deletesUpTo: boundOf(event, now) }
}

function deletion(event: RegistryEvent, name: string, digest = ''): KnownTag {
  return { name, digest, moved: momentOf(event), deletedAtMs: event.acceptedAtMs }
}

/** Of two deletions of the same name, the later one is known. */
function latest(change: KnownTag, tags: Tags): KnownTag {
  const known = tags.deletionOf(change.name)
  return known === null || known.moved.atMs <= change.moved.atMs ? change : { ...change, moved: known.moved }
}

/** The same as `isLate` in numbers, for what only the store knows. */
function boundOf(event: RegistryEvent, { toleranceMs }: Now): DeletionBound {
  const { atMs, instance } = momentOf(event)
  return { instance, atMs, elsewhereAtMs: atMs + toleranceMs }
}
