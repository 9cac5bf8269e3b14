import { type ProblemCause, type Trouble, WHOLE_SYSTEM } from '../domain/problem/problem.ts'

/** The room that the database has; 0 where it is not known. */
export interface DatabaseRoom {
  readonly totalBytes: number
  readonly freeBytes: number
  readonly databaseBytes: number
}

/** From where on the room is scarce; 0: never. */
export interface RoomLimits {
  /** So many percent of the volume are to be free. */
  readonly freePercent: number
  /** The database may have so many GiB. */
  readonly maxGib: number
}

const GIB = 2 ** 30

/** That the database soon has no room left, while it can still be written; null while there is enough. */
export function diskTrouble(
  { totalBytes, freeBytes, databaseBytes }: DatabaseRoom,
  { freePercent, maxGib }: RoomLimits,
  nowMs: number,
): Trouble | null {
  const of = (cause: ProblemCause, reason: string): Trouble => ({
    ...WHOLE_SYSTEM,
    kind: 'disk_filling',
    cause,
    reason,
    sinceMs: nowMs,
    isQuiet: true,
  })
  const free = totalBytes === 0 ? 100 : (freeBytes / totalBytes) * 100
  if (free < freePercent) return of('volume_full', `${String(Math.floor(free))} % of the volume are free`)
  if (maxGib > 0 && databaseBytes > maxGib * GIB)
    return of('database_large', `the database has ${String(Math.floor(databaseBytes / GIB))} GiB`)
  return null
}
