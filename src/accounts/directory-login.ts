import { BellbuoyError } from '../domain/errors.ts'
import { isOfDirectory, ldapSubject } from '../domain/people/ldap.ts'
import type { User, UserWithPassword, Users } from '../domain/people/user.ts'
import type { LdapDirectory } from './ldap-directory.ts'

/** Log-in of those whose passwords a directory has. */
export interface DirectoryLogin {
  /** Whether the directory decides about a name: every name but those of other users here, `admin` among them. */
  readonly decides: (user: User | null) => boolean
  /**
   * Whether a password is right. Then the person is a user here, with mail address, real name and groups as the directory has them.
   *
   * @throws BellbuoyError `UNAVAILABLE`; `CONFLICT` when the name is somebody else's here
   */
  readonly admits: (name: string, password: string) => Promise<boolean>
  /** The user of somebody whom the directory has let in. */
  readonly userOf: (name: string) => Promise<UserWithPassword | null>
}

export function createDirectoryLogin(directory: LdapDirectory, users: Users): DirectoryLogin {
  const userOf = (name: string): Promise<UserWithPassword | null> => users.byOidcSubject(ldapSubject(name))
  return {
    decides: (user) => user === null || isOfDirectory(user),
    userOf,
    async admits(typed, password) {
      const person = await directory.personOf(typed, password)
      if (person === null) return false
      const { name, email, realname, groups } = person
      const known = await userOf(name)
      if (known !== null) {
        await users.update(known.id, {
          groups,
          ...(email !== '' && { email }),
          ...(realname !== '' && { realname }),
        })
        return true
      }
      const draft = {
        name,
        email,
        realname,
        groups,
        oidcSubject: ldapSubject(name),
        isSystemAdmin: false,
        passwordHash: '',
      }
      await users.create(draft).catch(async (error: unknown) => {
        // Another first log-in of the same person may have created it at the same time.
        if ((await userOf(name)) !== null) return
        if (!(error instanceof BellbuoyError) || error.code !== 'CONFLICT') throw error
        throw new BellbuoyError(
          'CONFLICT',
          `there is another user ${name} here, who does not log in by LDAP: ask the system admin to remove that user`,
          { cause: error },
        )
      })
      return true
    },
  }
}
