export interface HourTables {
  hour_figures: HourTable
  /** Hours whose figures are to be counted, and how many times they were noted. */
  hour_to_count: { hour_at: number; times: number }
}

/** Figures of the deliveries of a project that were created in an hour; together they are one row for all projects. */
export interface HourTable {
  /** 0: of all projects. */
  project_id: number
  /** When the hour begins. */
  hour_at: number
  /** 1: of those deliveries that are removed; 0: of those that are stored. */
  removed: number
  accepted: number
  delivered: number
  failed: number
  stopped: number
  expired: number
  redelivered: number
  pending: number
  /** How many waited how long, by the number of the class. */
  waits_json: string
  /** Deliveries that were created before are in it. */
  counted_at: number
}

/** In place of a project: all of them. */
export const ALL_PROJECTS = 0
