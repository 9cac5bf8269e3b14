import type { User } from './user.ts'

/** Whoever may read the database may let a user in again who has lost the password. */
export interface PasswordResets {
  /** Null: there is no such user. */
  find: (name: string) => Promise<Pick<User, 'id' | 'name' | 'oidcSubject'> | null>
  /** Stores a new password, ends the sessions of the user and records both in the audit log, all or nothing. */
  reset: (user: Pick<User, 'id' | 'name'>, to: NewPassword) => Promise<{ readonly endedSessions: number }>
}

export interface NewPassword {
  /** `scrypt$…`, made by `accounts/password.ts`. */
  readonly passwordHash: string
  /** Who resets it, for the audit log. */
  readonly by: string
  readonly atMs: number
}
