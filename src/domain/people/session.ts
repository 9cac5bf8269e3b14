/** Who is logged in by a cookie. Only the hash of a session's id is stored. */
export interface Sessions {
  create: (session: Session) => Promise<void>
  byHash: (idHash: string) => Promise<Session | null>
  touch: (idHash: string, seenAtMs: number) => Promise<void>
  remove: (idHash: string) => Promise<void>
  /** Ends every session of a user. */
  removeOf: (userId: number) => Promise<void>
  removeOlder: (limits: { readonly createdBeforeMs: number; readonly seenBeforeMs: number }) => Promise<void>
}

export interface Session {
  readonly idHash: string
  readonly userId: number
  readonly createdAtMs: number
  readonly seenAtMs: number
}
