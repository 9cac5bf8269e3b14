import type { EventType } from './event-type.ts'

/** What was pushed, pulled or deleted. A field that the source did not tell is null; none is ever made up. */
export interface Artifact {
  /** `sha256:…` of the manifest. */
  readonly digest: string | null
  readonly tag: string | null
  readonly mediaType: string | null
  /** Bytes of the manifest itself, not of what it refers to. */
  readonly sizeBytes: number | null
}

/** One thing that happened, as a source tells it. */
export interface SourceEvent {
  /** The source's own id of this event: a second one with the same id is the same event told again. */
  readonly sourceEventId: string
  readonly type: EventType
  readonly occurredAtMs: number
  /** The path in the registry, for example `library/app`. */
  readonly repository: string
  /** Who did it, as the registry knows them; empty when it does not. */
  readonly operator: string
  readonly artifact: Artifact
  /** Host and port under which the client reached the registry. */
  readonly registryHost: string
}

/** One thing that happened, once. */
export interface RegistryEvent extends SourceEvent {
  /** UUIDv7; never changes. */
  readonly id: string
  readonly sourceId: number
  readonly acceptedAtMs: number
}
