/** A thing that people read, change and write back, so that two of them may do so at a time. */
export type Revised =
  | {
      readonly kind: 'policy'
      readonly id: number
      /** That it must belong to. */ readonly projectId?: number
    }
  | { readonly kind: 'member'; readonly id: number; readonly projectId?: number }
  | { readonly kind: 'project' | 'source' | 'robot' | 'quota' | 'user'; readonly id: number }
  | { readonly kind: 'scanner'; readonly uuid: string }
  | { readonly kind: 'settings' }

/** Guards one change of a thing; the store asks it in the transaction of the change. */
export interface Guard {
  /** @throws BellbuoyError `CHANGED` when the thing is not as the caller knows it */
  readonly assertKnown: (revision: string) => void
  /** Learns the revision after the change. */
  readonly changed: (revision: string) => void
}

export interface Revisions {
  /**
   * The revision of a thing as it is stored, in letters, digits, `-` and `_`; null when there is none. It is another one after every
   * change that a person made, and the same whatever events and deliveries did.
   */
  of: (thing: Revised) => Promise<string | null>
}
