/** When a delivery is created: by the clock of the system, and by the service clock, from which its age counts. */
export interface BirthTimes {
  readonly atMs: number
  readonly serviceMs: number
}
