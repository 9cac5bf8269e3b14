export interface User {
  readonly id: number
  readonly name: string
  readonly isSystemAdmin: boolean
}

/** A user with what proves their password (`scrypt$…`, made by `accounts/password.ts`). */
export interface UserWithPassword extends User {
  readonly passwordHash: string
}

export const ADMIN_NAME = 'admin'
