import { badRequest } from '../../../domain/errors.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'

const DAY_MS = 86_400_000
const MAX_DAYS = 36_500

/** When a robot expires that lasts so many days from now; null: never. @throws BellbuoyError `BAD_REQUEST` */
export function expiryOf(durationDays: number, nowMs: number): number | null {
  if (durationDays === -1) return null
  if (durationDays < 1 || durationDays > MAX_DAYS)
    throw badRequest(`duration is a number of days from 1 to ${MAX_DAYS}, or -1 for ever`)
  return nowMs + durationDays * DAY_MS
}

export function robotName(name: string): string {
  assertVisibleName('robot name', name)
  if (/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name) && name.length <= 255) return name
  throw badRequest(
    `invalid robot name ${JSON.stringify(name)}: lower-case letters and digits, joined by single dots, underscores or hyphens`,
  )
}
