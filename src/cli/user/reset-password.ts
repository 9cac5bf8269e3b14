import { userInfo } from 'node:os'
import { assertStrongPassword } from '../../accounts/password-policy.ts'
import { hashPassword } from '../../accounts/password.ts'
import { type DatabasePlace, databasePlace, readConfig } from '../../config.ts'
import { systemClock } from '../../domain/clock.ts'
import { createPasswordResets } from '../../store/people/password-resets.ts'
import { openPostgresForUpkeep } from '../../store/postgres/open-for-upkeep.ts'
import { openSqliteForUpkeep } from '../../store/sqlite/open-for-upkeep.ts'
import { endWithFault } from '../end-with-fault.ts'
import { newPassword, typedPassword } from './passwords.ts'

export interface ResetPasswordOptions {
  readonly config?: string
  /** Reads the new password from standard input instead of making one. */
  readonly passwordStdin?: boolean
}

/**
 * Gives a user a new password and ends their sessions. The service may run meanwhile: it knows the new password at once. The audit log
 * says which account of this machine did it. A fault sets the exit code.
 */
export async function resetPassword(name: string, options: ResetPasswordOptions): Promise<void> {
  const { config: file, passwordStdin = false } = options
  try {
    const place = databasePlace(readConfig(file === undefined ? {} : { file }))
    const typed = passwordStdin ? await typedPassword() : null
    await using opened = await open(place)
    const resets = createPasswordResets(opened.db)
    const user = await resets.find(name)
    if (user === null) throw new Error(`there is no user ${JSON.stringify(name)}`)
    if (user.oidcSubject !== null)
      throw new Error(
        `${name} logs in with OpenID Connect and has no password in Bellbuoy: reset it at the OpenID provider`,
      )
    const password = typed ?? newPassword(name)
    assertStrongPassword(password, name)
    const to = { passwordHash: hashPassword(password), by: operator(), atMs: systemClock.now() }
    const { endedSessions } = await resets.reset(user, to)
    console.log(doneText(name, typed === null ? password : null, endedSessions))
  } catch (error) {
    endWithFault('bellbuoy cannot reset the password', error)
  }
}

function open(place: DatabasePlace) {
  return place.kind === 'postgres' ? openPostgresForUpkeep(place.url) : openSqliteForUpkeep(place.path)
}

/** Who runs the command: `bellbuoy (root)`. A container may run as a user without a name. */
function operator(): string {
  try {
    return `bellbuoy (${userInfo().username})`
  } catch {
    return 'bellbuoy'
  }
}

function doneText(name: string, password: string | null, endedSessions: number): string {
  const sessions = endedSessions === 1 ? 'one session was' : `${endedSessions} sessions were`
  const done = `Changed the password of ${name}; ${sessions} ended.`
  return password === null ? done : `${done} The new password is shown only once:\n\n  ${password}\n`
}
