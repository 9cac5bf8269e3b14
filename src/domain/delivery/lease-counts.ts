/** How this process came by the deliveries that it holds, counted since its start. */
export interface LeaseCounts {
  /** Stored under its lease: they went from intake straight to their lane. */
  readonly handedOver: number
  /** Claimed from the store, where they waited. */
  readonly claimed: number
  /** Returned to the store without an attempt. */
  readonly returned: number
}
