import type { RegistryEvent } from '../event/event.ts'
import type { EventType } from '../event/event-type.ts'
import type { Payload } from './payload.ts'
import type { Policy } from '../policy/policy.ts'
import type { Project } from '../project.ts'
import type { Target } from '../target/target.ts'

/** Everything that a payload may say. */
export interface PayloadInput {
  readonly event: RegistryEvent
  readonly project: Pick<Project, 'name' | 'isPublic'>
  /** When the repository was first seen. */
  readonly repositoryCreatedAtMs: number
  /** Grows with every event of the repository; not every number is used. */
  readonly sequence: number
  readonly policy: Pick<Policy, 'id' | 'projectId' | 'name'>
  readonly target: Pick<Target, 'id' | 'attachment' | 'options'>
  /** Where people reach the console, without a slash at the end; missing when nobody said. */
  readonly consoleUrl?: string
}

/** How an event is written for a target. Pure: the same input gives the same bytes. */
export interface PayloadFormat {
  /** The name on the wire, for example `Default`. */
  readonly name: string
  /** What it is and for whom, in a few sentences of Markdown. */
  readonly about: string
  /** What a rendering depends on besides the event: deliveries that have it in common share one. */
  readonly sharedBy: 'event' | 'policy' | 'target'
  /**
   * Never throws: an event that the format has no words for is written with those it has. What users write is not run
   * here, but where it can be ended (`Templates`).
   */
  readonly render: (input: PayloadInput) => Payload
  /** Its bodies are written by a template of the target: what `render` gives is unrendered. */
  readonly isTemplate?: true
  /** The target option without which it says nothing; such a format is nobody's default. */
  readonly neededOption?: string
  /** JSON Schema (2020-12) of the bodies that it writes for events of a type, where it promises one. */
  readonly schemaOf?: (type: EventType) => object
}

/** How a policy wants its events written for one of its targets. */
export interface WantedFormat {
  readonly eventTypes: readonly EventType[]
  readonly target: Pick<Target, 'attachment' | 'options'>
}

/** A template for a well-known receiver. */
export interface ReadyMadeTemplate {
  /** Stable, for programs: `github-repository-dispatch`. */
  readonly id: string
  readonly name: string
  readonly about: string
  /** The target's address, with capitals for what its owner puts in. */
  readonly address: string
  /** What the receiver wants to see beside the body, by name; capitals as in the address. */
  readonly headers: Readonly<Record<string, string>>
  /** The attachment of the target that the template reads, with capitals as in the address; empty when it reads none. */
  readonly attachment: string
  readonly template: string
}
