import { badRequest } from './errors.ts'

export interface SecretMove {
  /** The stored secret that the change keeps, in words; null: it keeps none. */
  readonly kept: string | null
  /** What the secret was given for, usually a host. */
  readonly from: string
  /** Where it would go. */
  readonly to: string
}

/**
 * A stored secret stays with the host that it was given for: a change that moves it to another one without sending it
 * again would hand it to the owner of that host.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function assertSecretStays({ kept, from, to }: SecretMove): void {
  if (kept === null || from === to) return
  throw badRequest(`${kept} is kept for ${from} only: send it again to use it at ${to}`)
}
