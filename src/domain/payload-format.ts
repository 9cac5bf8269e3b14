import type { RegistryEvent } from './event.ts'
import type { Payload } from './payload.ts'
import type { Policy } from './policy.ts'
import type { Project } from './project.ts'
import type { Target } from './target.ts'

/** Everything that a payload may tell. */
export interface PayloadInput {
  readonly event: RegistryEvent
  readonly project: Pick<Project, 'name' | 'isPublic'>
  /** When the repository was first seen. */
  readonly repositoryCreatedAtMs: number
  /** Grows with every event of the repository; not every number is used. */
  readonly sequence: number
  readonly policy: Pick<Policy, 'id' | 'projectId' | 'name'>
  readonly target: Pick<Target, 'id' | 'attachment' | 'options'>
}

/** How an event is written for a target. Pure: the same input gives the same bytes. */
export interface PayloadFormat {
  /** The name on the wire, for example `Default`. */
  readonly name: string
  /** What a rendering depends on besides the event: deliveries that have it in common share one. */
  readonly sharedBy: 'event' | 'policy' | 'target'
  /** Never throws: an event that the format has no words for is written with those it has. */
  readonly render: (input: PayloadInput) => Payload
}
