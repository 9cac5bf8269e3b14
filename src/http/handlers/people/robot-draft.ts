import type { RobotRequest } from '../../../contract/people/robot.ts'
import { badRequest } from '../../../domain/errors.ts'
import { type Robot, ROBOT_PREFIX } from '../../../domain/people/robot.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'

const DAY_MS = 86_400_000
const MAX_DAYS = 36_500

/** When a robot expires that lasts so many days from its creation; null: never. @throws BellbuoyError `BAD_REQUEST`, for 0 too */
export function expiryOf(durationDays: number, createdAtMs: number): number | null {
  if (durationDays === -1) return null
  if (durationDays < 1 || durationDays > MAX_DAYS)
    throw badRequest(
      `bad request error duration input: ${durationDays}, duration must be either -1(Never) or a positive integer: days, ${MAX_DAYS} at the most`,
    )
  return createdAtMs + durationDays * DAY_MS
}

/** @throws BellbuoyError `BAD_REQUEST` in Harbor's words */
export function robotLevel(level: string): Robot['level'] {
  if (level === 'system' || level === 'project') return level
  throw badRequest(`bad request error level input: ${level}`)
}

/** @throws BellbuoyError `BAD_REQUEST` for a body that names another robot than the one that it is sent to */
export function assertSameRobot({ name, level }: RobotRequest, robot: Robot): void {
  const isSame = (name ?? '') === '' || name === `${ROBOT_PREFIX}${robot.name}`
  if (!isSame || (level !== undefined && level !== robot.level))
    throw badRequest('cannot update the level or name of robot')
}

export function robotName(name: string): string {
  assertVisibleName('robot name', name)
  if (/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name) && name.length <= 255) return name
  throw badRequest(
    `invalid robot name ${JSON.stringify(name)}: lower-case letters and digits, joined by single dots, underscores or hyphens`,
  )
}
