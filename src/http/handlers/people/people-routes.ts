import type { Access } from '../../callers/access.ts'
import type { Route } from '../../route.ts'
import { type AccessTokenParts, accessTokenRoutes } from './access-tokens.ts'
import { type AuditLogParts, auditLogRoutes } from './audit-logs.ts'
import { type CurrentUserParts, currentUserRoutes } from './current-user.ts'
import { type DeviceDecisionParts, deviceDecisionRoutes } from './device-decisions.ts'
import { type DeviceLoginParts, deviceLoginRoutes } from './device-logins.ts'
import { loginRoutes } from './login.ts'
import { type OidcLoginParts, oidcLoginRoutes } from './oidc-login.ts'
import { oidcOnboardRoutes } from './oidc-onboard.ts'
import { oneRobotRoutes } from './one-robot.ts'
import { type RobotParts, robotRoutes } from './robots.ts'
import { type UserParts, userRoutes } from './users.ts'

export type PeopleParts = AccessTokenParts &
  AuditLogParts &
  CurrentUserParts &
  DeviceDecisionParts &
  DeviceLoginParts &
  OidcLoginParts &
  RobotParts &
  UserParts & { readonly access: Access }

/** Log-in, users, their access tokens, robots, and the log of everything that they changed. */
export function peopleRoutes(parts: PeopleParts): readonly Route[] {
  return [
    loginRoutes(parts),
    oidcLoginRoutes(parts),
    oidcOnboardRoutes(parts),
    userRoutes(parts),
    currentUserRoutes(parts),
    accessTokenRoutes(parts),
    deviceLoginRoutes(parts),
    deviceDecisionRoutes(parts),
    robotRoutes(parts),
    oneRobotRoutes(parts),
    auditLogRoutes(parts),
  ].flat()
}
