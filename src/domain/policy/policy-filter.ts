import { type ActorKind, type ArtifactRole, type SourceEvent, artifactOf } from '../event/event.ts'
import { tagNameOf } from '../event/tag-name.ts'
import { SEVERITIES, type Severity, severityRank } from '../event/event-detail.ts'
import { nameInProject } from '../project.ts'
import { EVERYTHING, type Selection, globOf, selects } from './selection.ts'

/** Which events of the subscribed types a policy wants; an empty or null field does not narrow. */
export interface PolicyFilter {
  /** Matched against the repository's whole path and its name inside the project. */
  readonly repositories: Selection
  /** An event without a tag counts as one with the tag ''. */
  readonly tags: Selection
  readonly mediaTypes: readonly string[]
  readonly artifactTypes: readonly string[]
  readonly actorKinds: readonly ActorKind[]
  readonly operators: Selection
  /** Scans without a finding as severe are left out; other events have no severity and pass. */
  readonly minSeverity: Severity | null
  /** Whether the manifests of pushed indexes are wanted too. */
  readonly children: boolean
  /** Whether signatures and other artifacts that are attached to artifacts are wanted too. */
  readonly accessories: boolean
}

export const NO_FILTER: PolicyFilter = {
  repositories: EVERYTHING,
  tags: EVERYTHING,
  mediaTypes: [],
  artifactTypes: [],
  actorKinds: [],
  operators: EVERYTHING,
  minSeverity: null,
  children: false,
  accessories: false,
}

/** Why a filter keeps an event out. */
export type FilterVerdict =
  | 'child of an index not wanted'
  | 'accessory not wanted'
  | 'repository not matched'
  | 'tag not matched'
  | 'media type not matched'
  | 'artifact type not matched'
  | 'actor not matched'
  | 'operator not matched'
  | 'severity too low'

type Filtered = Pick<
  SourceEvent,
  'type' | 'repository' | 'artifacts' | 'role' | 'actorKind' | 'operator' | 'detail'
>

/** Why an event does not get through a filter, or null when it does. */
export function filterVerdict(filter: PolicyFilter, event: Filtered): FilterVerdict | null {
  const { mediaType, artifactType } = artifactOf(event)
  if (!wantsRole(filter, event.role)) {
    return event.role === 'child' ? 'child of an index not wanted' : 'accessory not wanted'
  }
  if (!selects(filter.repositories, event.repository, nameInProject(event.repository)))
    return 'repository not matched'
  if (!selectsAny(filter.tags, tagsOf(event))) return 'tag not matched'
  if (!oneOf(filter.mediaTypes, mediaType)) return 'media type not matched'
  if (!oneOf(filter.artifactTypes, artifactType)) return 'artifact type not matched'
  if (filter.actorKinds.length > 0 && !filter.actorKinds.includes(event.actorKind)) return 'actor not matched'
  if (!selects(filter.operators, event.operator)) return 'operator not matched'
  return isSevere(filter.minSeverity, event) ? null : 'severity too low'
}

function wantsRole({ children, accessories }: PolicyFilter, role: ArtifactRole): boolean {
  return role === 'root' || (role === 'child' ? children : accessories)
}

/** The tags that an event is known by, or one empty one. */
export function tagsOf(event: Filtered): readonly string[] {
  const tags = event.artifacts.flatMap((artifact) => tagNameOf(event, artifact) ?? [])
  return tags.length === 0 ? [''] : tags
}

/** An event about several tags is wanted when one of them is. */
function selectsAny(selection: Selection, texts: readonly string[]): boolean {
  return texts.some((text) => selects(selection, text))
}

function oneOf(globs: readonly string[], text: string | null): boolean {
  return globs.length === 0 || globs.some((glob) => globOf(glob).matches(text ?? ''))
}

function isSevere(minSeverity: Severity | null, { detail: { scan } }: Filtered): boolean {
  if (minSeverity === null || scan === undefined) return true
  return severityRank(scan) >= SEVERITIES.indexOf(minSeverity)
}

/** Every glob of a filter. */
export function globsOf(filter: PolicyFilter): readonly string[] {
  const { repositories, tags, operators, mediaTypes, artifactTypes } = filter
  const selections = [repositories, tags, operators].flatMap(({ include, exclude }) => [
    ...include,
    ...exclude,
  ])
  return [...selections, ...mediaTypes, ...artifactTypes]
}

/** What the globs of one filter may amount to, since every event of the project is held against all of them. */
export const MAX_GLOBS = 100
export const MAX_GLOB_CHARACTERS_IN_ALL = 2048
/** Of `wildnessOf`. Against names of 255 characters, the worst filter takes about a millisecond. */
export const MAX_WILDNESS_IN_ALL = 256
