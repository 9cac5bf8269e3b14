import { createHmac, randomBytes } from 'node:crypto'
import type { UserWithPassword, Users } from '../domain/people/user.ts'
import type { DirectoryLogin } from './directory-login.ts'
import { type LoginBrake, type LoginOrigin, networkOf } from './login-brake.ts'
import type { PasswordThreads } from './password-threads.ts'
import { hashOfNothing } from './password.ts'

const REMEMBERED_MS = 60_000
const MAX_REMEMBERED = 1000

export interface PasswordLogin {
  /** The user with this name and password, or null. @throws BellbuoyError `TOO_MANY_REQUESTS` */
  readonly logIn: (name: string, password: string, origin: LoginOrigin) => Promise<UserWithPassword | null>
  /** Whether a password is the user's. @throws BellbuoyError `TOO_MANY_REQUESTS` */
  readonly isPasswordOf: (user: UserWithPassword, password: string, origin: LoginOrigin) => Promise<boolean>
}

export interface PasswordLoginParts {
  readonly users: Pick<Users, 'byName'>
  readonly brake: LoginBrake
  readonly passwords: Pick<PasswordThreads, 'matches'>
  /** Null where all passwords are here. */
  readonly directory: DirectoryLogin | null
  readonly now: () => number
}

/**
 * Checks passwords, held by the brake. A check costs some tens of milliseconds of a processor. A password that was right is
 * remembered for a minute (as an HMAC under a key of this process, with the stored hash in it: a changed password is unknown at
 * once), and equal tries from one origin at the same time share one check, so that a client of many calls pays once.
 */
export function createPasswordLogin({
  users,
  brake,
  passwords,
  directory,
  now,
}: PasswordLoginParts): PasswordLogin {
  const key = randomBytes(32)
  const remembered = createMemory(now)
  const underWay = new Map<string, Promise<boolean>>()
  /** Checked when there is no such user, so that the time of an answer does not reveal which names exist. */
  const nobody = hashOfNothing()

  async function check({ name, password, hash, origin }: Check, id: string): Promise<boolean> {
    if (remembered.has(id)) {
      // The tries before it still count: else guesses at the owner's own address were as good as free.
      await brake.assertMayStart(name, origin)
      return true
    }
    const started = await brake.start(name, origin)
    const matches =
      hash === IN_DIRECTORY && directory !== null
        ? directory.admits(name, password)
        : passwords.matches(password, hash, started.rank)
    const isRight = await matches.catch(async (error: unknown) => {
      await started.withdrawn()
      throw error
    })
    if (isRight) {
      remembered.add(id)
      await started.succeeded()
    } else await started.failed()
    return isRight
  }

  function checkOnce(what: Check): Promise<boolean> {
    const { name, password, hash, origin } = what
    const id = createHmac('sha256', key)
      .update(JSON.stringify([name, password, hash]))
      .digest('base64')
    const place = `${networkOf(origin.address)} ${id}`
    const known = underWay.get(place)
    if (known !== undefined) return known
    const checked = check(what, id).finally(() => underWay.delete(place))
    underWay.set(place, checked)
    return checked
  }

  return {
    async logIn(name, password, origin) {
      const user = await users.byName(name)
      if (directory?.decides(user) === true) {
        // Directories do not tell letters of names apart, so the brake does not either.
        const asked = { name: name.toLowerCase(), password, hash: IN_DIRECTORY, origin }
        return (await checkOnce(asked)) ? directory.userOf(name) : null
      }
      const hash = user === null || user.passwordHash === '' ? nobody : user.passwordHash
      return (await checkOnce({ name, password, hash, origin })) ? user : null
    },
    isPasswordOf: ({ name, passwordHash: hash }, password, origin) =>
      checkOnce({ name, password, hash, origin }),
  }
}

/** In place of a hash. */
const IN_DIRECTORY = 'ldap'

interface Check {
  readonly name: string
  readonly password: string
  readonly hash: string
  readonly origin: LoginOrigin
}

function createMemory(now: () => number) {
  const untilMs = new Map<string, number>()
  return {
    has: (id: string): boolean => (untilMs.get(id) ?? 0) > now(),
    add(id: string): void {
      untilMs.delete(id)
      untilMs.set(id, now() + REMEMBERED_MS)
      const [oldest] = untilMs.keys()
      if (untilMs.size > MAX_REMEMBERED && oldest !== undefined) untilMs.delete(oldest)
    },
  }
}
