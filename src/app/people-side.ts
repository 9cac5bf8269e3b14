import { createAccessTokenLogin } from '../accounts/access-tokens/access-token-login.ts'
import { createDirectoryLogin } from '../accounts/directory-login.ts'
import { createLdapDirectory } from '../accounts/ldap-directory.ts'
import { createLoginBrake } from '../accounts/login-brake.ts'
import { createPasswordLogin } from '../accounts/password-login.ts'
import { createRobotLogin } from '../accounts/robot-login.ts'
import { type SessionKeeper, createSessionKeeper } from '../accounts/session-keeper.ts'
import type { Config } from '../config.ts'
import { type Access, createAccess } from '../http/callers/access.ts'
import type { OidcLogin } from '../http/callers/oidc-login.ts'
import type { Log } from '../log.ts'
import type { Engine } from './engine.ts'
import { createOidcLogin } from './oidc-login.ts'

/** How people and robots show who they are. */
export interface PeopleSide {
  readonly access: Access
  readonly sessions: SessionKeeper
  /** Null: without a provider. */
  readonly oidcLogin: OidcLogin | null
  /** The group of provider or directory whose members are system admins, or null. */
  readonly adminGroup: string | null
}

/** The ways to log in: passwords of our own, a directory, a provider, robots' secrets, access tokens. */
export function startPeopleSide(
  { config, engine, log }: { readonly config: Config; readonly engine: Engine; readonly log: Log },
  starting: AsyncDisposableStack,
): PeopleSide {
  const { store, passwords } = engine
  const now = (): number => store.clock.now()
  const sessions = createSessionKeeper(store, now, config.sessionLimits)
  const brake = createLoginBrake({ loginTries: store.loginTries, now })
  const oidcLogin = createOidcLogin(config, now, log)
  if (oidcLogin !== null) starting.use(oidcLogin.provider)
  const directory = config.ldap && createDirectoryLogin(createLdapDirectory(config.ldap, log), store.users)
  const adminGroup = config.oidc?.adminGroup ?? config.ldap?.adminGroup ?? null
  const access = createAccess({
    passwordLogin: createPasswordLogin({ users: store.users, brake, passwords, directory, now }),
    robotLogin: createRobotLogin({ robots: store.robots, brake, now }),
    accessTokenLogin: createAccessTokenLogin({ ...store, now, log }),
    sessions,
    adminGroup,
  })
  return { access, sessions, oidcLogin, adminGroup }
}
