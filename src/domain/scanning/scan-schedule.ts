/** The entry of a project's metadata that has it scanned on a schedule. */
export const SCAN_INTERVAL_KEY = 'scan_interval_hours'
/** A year. */
const MAX_HOURS = 8760

/**
 * From the beginning of one round of scans to that of the next.
 *
 * @returns null when the project is not scanned on a schedule; a text when what is said makes no sense
 */
export function scanIntervalMs(metadata: Readonly<Record<string, string>>): number | null | string {
  const said = metadata[SCAN_INTERVAL_KEY] ?? ''
  if (said === '' || said === '0') return null
  const hours = /^\d{1,4}$/.test(said) ? Number(said) : NaN
  if (hours >= 1 && hours <= MAX_HOURS) return hours * 3_600_000
  return `the metadata ${SCAN_INTERVAL_KEY} must be whole hours from 1 to ${MAX_HOURS}, or 0 for no schedule`
}

/** One walk through the images of a project. */
export interface ScanRound {
  readonly startedAtMs: number
  /** The image that was ordered last; null before the first one. */
  readonly after: ImagePlace | null
  /** Whether every image has been ordered. */
  readonly isOver: boolean
}

/** Images are walked through in this order. */
export interface ImagePlace {
  readonly repository: string
  readonly digest: string
}

export interface ScheduledImage extends ImagePlace {
  readonly tag: string
  readonly mediaType: string | null
}

export interface ScanSchedule {
  readonly project: { readonly id: number; readonly name: string }
  readonly intervalMs: number
  /** The last one that began, or null. */
  readonly round: ScanRound | null
}

export interface ScanSchedules {
  /** Of every project that has one; the one whose round began first comes first, after those that had none. */
  list: () => Promise<readonly ScanSchedule[]>
  /** The last round of a project that began, or null. */
  roundOf: (projectId: number) => Promise<ScanRound | null>
  setRound: (projectId: number, round: ScanRound) => Promise<void>
  /** The images of a project that a tag points to, each once, without charts, signatures and the like. */
  images: (projectId: number, after: ImagePlace | null, limit: number) => Promise<readonly ScheduledImage[]>
  /** How many scans on a schedule have not ended, in all projects. */
  underWay: () => Promise<number>
  /** Forgets scans on a schedule that have ended and were ordered before a time; their events stay. */
  forget: (projectName: string, beforeMs: number) => Promise<void>
}
