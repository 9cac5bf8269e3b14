import type { DecidedEvent } from '../../../../domain/delivery/queue.ts'

/** A stored event in its locked repository. */
export interface PlacedEvent {
  readonly decided: DecidedEvent
  readonly repositoryId: number
}
