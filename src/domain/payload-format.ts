import type { RegistryEvent } from './event.ts'
import type { Project } from './project.ts'

/** Everything that a payload may tell. */
export interface PayloadInput {
  readonly event: RegistryEvent
  readonly project: Pick<Project, 'name' | 'isPublic'>
  /** When the repository was first seen. */
  readonly repositoryCreatedAtMs: number
}

/** How an event is written for a target. Pure: the same input gives the same bytes. */
export interface PayloadFormat {
  /** The name on the wire, for example `Default`. */
  readonly name: string
  readonly contentType: string
  render: (input: PayloadInput) => string
}
