import { parseCookie, stringifySetCookie } from 'cookie'
import { CSRF_COOKIE, csrfToken } from './csrf.ts'

/** Harbor's name. */
const SESSION_COOKIE = 'sid'

/** The session id of a request, or null. */
export function sessionIdOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? (parseCookie(header)[SESSION_COOKIE] ?? null) : null
}

/**
 * The cookies that begin a session in a browser.
 *
 * @param isSecure whether the server is reached by HTTPS
 */
export function sessionCookies(sessionId: string, isSecure: boolean): string[] {
  const common = { httpOnly: true, path: '/', sameSite: 'lax', secure: isSecure } as const
  return [
    stringifySetCookie({ name: SESSION_COOKIE, value: sessionId, ...common }),
    stringifySetCookie({ name: CSRF_COOKIE, value: csrfToken(sessionId), ...common }),
  ]
}

/** The cookies that end it. */
export function endedCookies(): string[] {
  return [SESSION_COOKIE, CSRF_COOKIE].map((name) =>
    stringifySetCookie({ name, value: '', path: '/', maxAge: 0 }),
  )
}
