export const HOUR_MS = 3_600_000
/** For so long the figures of a project are kept; those of all projects together stay. */
export const PROJECT_FIGURES_MS = 400 * 24 * HOUR_MS

/** When the hour begins that a time lies in. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS
}

/**
 * Figures of each hour, which outlive the deliveries that they are of. They are counted later, in batches: an hour is noted when something has
 * changed in it, and counted when its turn comes. One process does so at a time.
 */
export interface HourFigures {
  /**
   * Notes the hours in which deliveries were created or sent again since the last time, and some of those in which deliveries had not ended.
   * The first time it notes all hours.
   */
  findChanged: () => Promise<void>
  /**
   * Counts the newest of the hours that are noted.
   *
   * @returns whether there was one
   */
  countNext: () => Promise<boolean>
  /** Forgets figures of single projects from before a time, some hours at a time; those of all projects stay. */
  forgetBefore: (beforeMs: number) => Promise<void>
}
