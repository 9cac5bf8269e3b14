import type { EventType } from '../../domain/event/event-type.ts'

/** Facts of one event, as rules match them and runs get them. A fact that the body does not give is empty. */
export interface Facts {
  /** Null for a body whose event type is not one of Bellbuoy's. */
  readonly eventType: EventType | null
  readonly project: string
  /** With the project: `team/app`. */
  readonly repository: string
  readonly tag: string
  readonly digest: string
  readonly resourceUrl: string
  readonly operator: string
  /** The highest severity that a scan found, as the body names it. */
  readonly severity: string
}

/** What a repeated webhook has in common with the first one. */
export type Identity =
  /** The header `webhook-id`: the same for every retry and redelivery. */
  | {
      readonly kind: 'id'
      readonly id: string
      /** Of a redelivery that a person asked for: 1, 2, …; 0 for all others. */
      readonly redelivery: number
    }
  /** A sender without ids: the SHA-256 of the body, in hex, counts as the same for a short while. */
  | { readonly kind: 'content'; readonly sha256: string }

/** A webhook whose sender was checked, and whose body was read. */
export interface Webhook {
  readonly identity: Identity
  readonly contentType: string
  /** As it arrived, byte for byte. */
  readonly body: Buffer
  /** One for each event in the body; most bodies have one. */
  readonly events: readonly Facts[]
}
