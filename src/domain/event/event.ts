import type { Descriptor } from './descriptor.ts'
import type { EventDetail } from './event-detail.ts'
import type { EventType } from './event-type.ts'
import type { Moment } from './moment.ts'
import type { ReportKey } from './report-key.ts'

/** What was pushed, pulled, deleted or scanned. A field that the source did not report is null; none is ever invented. */
export interface Artifact {
  /** `sha256:…` of the manifest. */
  readonly digest: string | null
  /** The tag that the event is about, or null when the client named none. */
  readonly tag: string | null
  readonly mediaType: string | null
  /** What the artifact is: its `artifactType`, else the media type of its config (OCI image spec 1.1). */
  readonly artifactType: string | null
  /** Bytes of the manifest itself, not of what it refers to. */
  readonly sizeBytes: number | null
  /** Bytes of the manifest and of all that it refers to. */
  readonly contentBytes: number | null
  /** `os/architecture[/variant]`: of an image its own, of an index those of its children; empty when not known. */
  readonly platforms: readonly string[]
  /** Digest of the manifest that this one is attached to, for example as its signature. */
  readonly subject: string | null
  /** Every tag that pointed to the digest after the event, or null when unknown. */
  readonly tags: readonly string[] | null
}

/** An artifact of which nothing is known; sources fill in what is reported. */
export const UNKNOWN_ARTIFACT: Artifact = {
  digest: null,
  tag: null,
  mediaType: null,
  artifactType: null,
  sizeBytes: null,
  contentBytes: null,
  platforms: [],
  subject: null,
  tags: null,
}

/** Who did it: a person, an account of a program, the registry or another part of the platform, an unauthenticated client, or unknown. */
export type ActorKind = 'user' | 'robot' | 'system' | 'anonymous' | 'unknown'
export const ACTOR_KINDS: readonly ActorKind[] = ['user', 'robot', 'system', 'anonymous', 'unknown']

/**
 * What the artifact is to what the user did: itself what they pushed (`root`), a part of a pushed index (`child`), or
 * something attached to another artifact, such as a signature (`accessory`).
 */
export type ArtifactRole = 'root' | 'child' | 'accessory'

/** One thing that happened, as a source reports it. */
export interface SourceEvent {
  /** The source's own id of this event: a second one with the same id is the same event reported again. */
  readonly sourceEventId: string
  /** The time that the source sends whenever it reports this event; left out where a repeat may come with another time. */
  readonly reportedAtMs?: number
  readonly type: EventType
  readonly occurredAtMs: number
  /** The name of the project that it belongs to. */
  readonly project: string
  /** The path in the registry, for example `library/app`; empty for what concerns a project as a whole. */
  readonly repository: string
  /** Who did it, as the registry knows them; empty when it does not. */
  readonly operator: string
  readonly actorKind: ActorKind
  /** The first one is what the event is about; a delete has one for each tag that went. Empty where there is none. */
  readonly artifacts: readonly Artifact[]
  readonly role: ArtifactRole
  /** Host and port under which the client reached the registry; empty when not known. */
  readonly registryHost: string
  /** What only some types of events have. */
  readonly detail: EventDetail
  /** What the manifest refers to, where the source reported it: stored with the manifest, not with the event. */
  readonly references?: readonly Descriptor[]
  /** Of a deleted manifest with several tags: the one that was pushed last, where known; never stored. */
  readonly lastTag?: string
  /** Of a deleted manifest: when it was last pushed, where known; never stored. */
  readonly lastPush?: Moment
  /** Which of several instances of the registry reported it; left out where the source does not say. Stored with the tags that it moved. */
  readonly instance?: string
  /** Address and program of the registry's client, where the source reported them; stored only while the event is held. */
  readonly client?: string
}

/** One thing that happened, once. */
export interface RegistryEvent extends SourceEvent {
  /** UUIDv7; never changes. */
  readonly id: string
  readonly sourceId: number
  readonly sourceName: string
  readonly sourceKind: string
  readonly acceptedAtMs: number
  /**
   * The event of the same source that this one is a part of, such as the pull that a request belongs to. Only policies of Harbor's way
   * get such an event; it is stored with the id of the other one.
   */
  readonly partOf?: ReportKey
  /** It was reported after a later change of what it is about, so it moved no tag. */
  readonly late?: true
}

/** What the event is about. */
export function artifactOf({ artifacts }: Pick<SourceEvent, 'artifacts'>): Artifact {
  return artifacts[0] ?? UNKNOWN_ARTIFACT
}
