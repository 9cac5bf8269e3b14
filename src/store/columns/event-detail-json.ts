import { type Artifact, type SourceEvent, UNKNOWN_ARTIFACT, artifactOf } from '../../domain/event/event.ts'
import { projectNameOf } from '../../domain/project.ts'
import { mediaTypeCodeOrNull, mediaTypeOf } from './media-type-code.ts'

/** The parts of an event that have no column of their own. */
export type EventParts = Pick<
  SourceEvent,
  'project' | 'actorKind' | 'artifacts' | 'role' | 'registryHost' | 'detail'
>

/** The columns that say a part of it already. */
export interface EventColumns {
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
  readonly operator: string
}

/** An artifact as it is stored. What is not known is left out; so are tag and digest of the first one, which have columns. */
interface StoredArtifact {
  readonly digest: string | null | undefined
  readonly tag: string | null | undefined
  readonly type: string | undefined
  readonly is: string | undefined
  readonly size: number | undefined
  readonly content: number | undefined
  readonly platforms: readonly string[] | undefined
  readonly subject: string | undefined
  /** True: only its own tag. */
  readonly tags: readonly string[] | true | undefined
}

/** The parts as they are stored. The usual is left out: the project that the repository names, a user, a root, no detail. */
type StoredParts = { readonly a: readonly StoredArtifact[] } & {
  readonly [Part in Exclude<keyof EventParts, 'artifacts'>]: EventParts[Part] | undefined
}

/** The parts that the first version of the program kept; it knew artifacts alone. */
interface FirstParts extends Pick<Artifact, 'mediaType' | 'sizeBytes'> {
  readonly registryHost: string
}

/** The text of the column `detail_json`. */
export function eventDetailJson(event: SourceEvent): string {
  const { project, actorKind, artifacts, role, registryHost, detail, repository } = event
  const first = artifactOf(event)
  const parts: StoredParts = {
    a: artifacts.map((artifact, index) => storedArtifact(artifact, index === 0 ? first : UNKNOWN_ARTIFACT)),
    project: project === projectNameOf(repository) ? undefined : project,
    actorKind: actorKind === 'user' ? undefined : actorKind,
    role: role === 'root' ? undefined : role,
    registryHost: registryHost === '' ? undefined : registryHost,
    detail: Object.keys(detail).length === 0 ? undefined : detail,
  }
  return JSON.stringify(parts)
}

/** What a row says beside its other columns, in whichever form its version stored it. */
export function eventPartsOf(json: string, columns: EventColumns): EventParts {
  const stored = JSON.parse(json) as StoredParts | EventParts | FirstParts
  if ('artifacts' in stored) return stored
  if (!('a' in stored)) return firstParts(stored, columns)
  const { a, project = projectNameOf(columns.repository), actorKind = 'user', role = 'root' } = stored
  const artifacts = a.map((artifact, index) =>
    readArtifact(artifact, index === 0 ? columns : UNKNOWN_ARTIFACT),
  )
  return {
    project,
    actorKind,
    artifacts,
    role,
    registryHost: stored.registryHost ?? '',
    detail: stored.detail ?? {},
  }
}

/** The host under which the client reached the registry; all forms name it alike. */
export function registryHostIn(json: string): string {
  const { registryHost = '' } = JSON.parse(json) as Partial<EventParts>
  return registryHost
}

type Named = Pick<Artifact, 'digest' | 'tag'>

/** @param columns what need not be stored */
function storedArtifact(artifact: Artifact, columns: Named): StoredArtifact {
  const { digest, tag, mediaType, artifactType, platforms } = artifact
  return {
    digest: digest === columns.digest ? undefined : digest,
    tag: tag === columns.tag ? undefined : tag,
    type: mediaTypeCodeOrNull(mediaType) ?? undefined,
    is: mediaTypeCodeOrNull(artifactType) ?? undefined,
    size: artifact.sizeBytes ?? undefined,
    content: artifact.contentBytes ?? undefined,
    platforms: platforms.length === 0 ? undefined : platforms,
    subject: artifact.subject ?? undefined,
    tags: storedTags(artifact),
  }
}

function storedTags({ tag, tags }: Artifact): StoredArtifact['tags'] {
  if (tags === null) return undefined
  return tags.length === 1 && tags[0] === tag ? true : tags
}

function readArtifact(stored: StoredArtifact, columns: Named): Artifact {
  const { digest = columns.digest, tag = columns.tag, type, is, tags = null } = stored
  return {
    digest,
    tag,
    mediaType: type === undefined ? null : mediaTypeOf(type),
    artifactType: is === undefined ? null : mediaTypeOf(is),
    sizeBytes: stored.size ?? null,
    contentBytes: stored.content ?? null,
    platforms: stored.platforms ?? [],
    subject: stored.subject ?? null,
    tags: tags === true ? (tag === null ? [] : [tag]) : tags,
  }
}

function firstParts(stored: FirstParts, { repository, tag, digest, operator }: EventColumns): EventParts {
  const { mediaType, sizeBytes, registryHost } = stored
  return {
    project: projectNameOf(repository),
    actorKind: operator === '' ? 'anonymous' : 'unknown',
    artifacts: [{ ...UNKNOWN_ARTIFACT, digest, tag, mediaType, sizeBytes }],
    role: 'root',
    registryHost,
    detail: {},
  }
}
