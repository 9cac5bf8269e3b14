import { type Robot, type Robots, ROBOT_PREFIX } from '../domain/people/robot.ts'
import type { LoginBrake, LoginOrigin } from './login-brake.ts'
import { hashRobotSecret, isGeneratedSecret } from './robot-secret.ts'
import { secretsEqual } from './secret-equality.ts'

/** Finds the robot with a name (without its prefix) and secret, or null. @throws BellbuoyError `TOO_MANY_REQUESTS` */
export type RobotLogin = (name: string, secret: string, origin: LoginOrigin) => Promise<Robot | null>

export interface RobotLoginParts {
  readonly robots: Pick<Robots, 'byName'>
  readonly brake: LoginBrake
  readonly now: () => number
}

/**
 * Checks the secrets of robots, which are stored by a quick hash. The brake holds guesses at those that people chose. Nobody can
 * guess a generated one, and a program with an old one must not hold up its neighbours.
 */
export function createRobotLogin({ robots, brake, now }: RobotLoginParts): RobotLogin {
  return async (name, secret, origin) => {
    const robot = await robots.byName(name)
    const started = isGeneratedSecret(secret) ? null : await brake.start(`${ROBOT_PREFIX}${name}`, origin)
    const matches = secretsEqual(hashRobotSecret(secret), robot?.secretHash ?? '')
    // A right one is no guess, and makes those before it none either.
    if (matches) await started?.withdrawn()
    if (robot === null || !matches) return null
    const isExpired = robot.expiresAtMs !== null && robot.expiresAtMs <= now()
    return robot.disabled || isExpired ? null : robot
  }
}
