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
  const session = { name: SESSION_COOKIE, value: sessionId, ...attributes(isSecure) }
  return [stringifySetCookie(session), csrfCookie(sessionId, isSecure)]
}

/**
 * Nothing reads this cookie, but clients of Harbor's wait for it before they send the token of an answer back.
 *
 * @param isSecure whether the server is reached by HTTPS
 */
export function csrfCookie(sessionId: string, isSecure: boolean): string {
  return stringifySetCookie({ name: CSRF_COOKIE, value: csrfToken(sessionId), ...attributes(isSecure) })
}

/** Whether a request has the cookie. */
export function hasCsrfCookie(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && parseCookie(header)[CSRF_COOKIE] !== undefined
}

function attributes(isSecure: boolean) {
  return { httpOnly: true, path: '/', sameSite: 'lax', secure: isSecure } as const
}

/** The cookies that end it. */
export function endedCookies(): string[] {
  return [SESSION_COOKIE, CSRF_COOKIE].map((name) =>
    stringifySetCookie({ name, value: '', path: '/', maxAge: 0 }),
  )
}
