/** The ages of new deliveries count from here, by the service clock. */
export interface Aging {
  readonly serviceMs: number
}
