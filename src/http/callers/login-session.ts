import type { SessionKeeper } from '../../accounts/session-keeper.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import type { UserWithPassword } from '../../domain/people/user.ts'
import type { Store } from '../../domain/store.ts'
import type { Call } from '../route.ts'
import type { ServerConfig } from '../server-config.ts'
import { sessionCookies, sessionIdOf } from './session-cookie.ts'

/** What every kind of log-in by cookie needs. */
export interface LoginParts {
  readonly sessions: SessionKeeper
  readonly store: Pick<Store, 'audit'>
  readonly clock: { readonly now: () => number }
  readonly config: Pick<ServerConfig, 'externalUrl'>
}

/**
 * Begins a session for a user who has logged in, and ends the one before: it must not live on with more rights.
 *
 * @returns the cookies of the session
 * @throws BellbuoyError `UNAUTHORIZED` when the password was changed meanwhile, or the user is gone
 */
export async function beginSession(
  { sessions, config }: LoginParts,
  call: Pick<Call, 'headers' | 'isSecure'>,
  user: UserWithPassword,
): Promise<string[]> {
  await endSession(sessions, call)
  const id = await sessions.begin(user)
  if (id === null) throw new BellbuoyError('UNAUTHORIZED', 'the password was changed meanwhile: log in again')
  return sessionCookies(id, goesByHttps(call, config.externalUrl))
}

export async function endSession(sessions: SessionKeeper, { headers }: Pick<Call, 'headers'>): Promise<void> {
  const id = sessionIdOf(headers['cookie'])
  if (id !== null) await sessions.end(id)
}

/** Whether browsers reach us by HTTPS, so that they need not send a cookie otherwise. */
export function goesByHttps({ isSecure }: Pick<Call, 'isSecure'>, externalUrl: string | null): boolean {
  return isSecure || (externalUrl?.startsWith('https:') ?? false)
}

/** The words of the audit log for what happens to a session. */
const AUDITED = { Login: 'login', Logout: 'logout', OidcOnboard: 'create' } as const

/** Puts a log-in, a log-out or a first name on record, or the attempt at one. */
export async function recordLogin(
  { store, clock }: Pick<LoginParts, 'store' | 'clock'>,
  { address, requestId, url }: Pick<Call, 'address' | 'requestId' | 'url'>,
  { operation, actor: given, status }: { operation: keyof typeof AUDITED; actor: string; status: number },
): Promise<void> {
  const [path = ''] = url.split('?', 1)
  // A name may be anything that someone typed; the log keeps what a name could be.
  const actor = given.slice(0, 255)
  const what = {
    operation: AUDITED[operation],
    resourceType: 'user',
    resource: actor,
    resourceId: null,
    done: null,
    operationId: operation,
    path,
  }
  await store.audit.record({ ...what, actor, status, address, requestId, atMs: clock.now(), projectId: 0 })
}
