import { fitsHeader } from '../../domain/header-value.ts'
import { httpAddressFault, httpUrlOf } from '../../domain/http-address.ts'
import type { OptionsReading } from '../../domain/target/target-rules.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { rateLimitFault } from '../options/rate-limit.ts'
import { readSigning } from '../options/signing.ts'
import { authoritiesFault, clientCertificateFault } from '../../net/certificates.ts'
import { headersFault } from './custom-headers.ts'
import type { HttpOptions } from './http-options.ts'
import { noProxyFault } from '../../net/no-proxy.ts'

/**
 * Checks the options of an http target beyond their schema.
 *
 * @param nowMs by which certificates are judged
 */
export function readHttpOptions(options: TargetOptions, nowMs: number): OptionsReading {
  const given = options as HttpOptions
  const fault =
    rateLimitFault(options) ??
    headersFault(given.headers ?? {}) ??
    loginFault(given) ??
    clientCertificateFault(given.client_certificate, nowMs) ??
    authoritiesFault(given.ca, nowMs) ??
    proxyFault(given.proxy)
  return fault === null ? readSigning(options) : { fault }
}

function loginFault({ basic, bearer, oauth2 }: HttpOptions): string | null {
  const logins = Object.entries({ basic, bearer, oauth2 }).filter(([, login]) => login !== undefined)
  if (logins.length > 1)
    return `${logins.map(([name]) => name).join(' and ')} both set the Authorization header: give one of them`
  if (basic?.username.includes(':') === true)
    return 'basic.username holds a colon, which HTTP Basic cannot carry'
  if (basic !== undefined) return basicFault('basic', basic)
  if (bearer !== undefined) return tokenFault(bearer.token)
  if (oauth2 === undefined) return null
  if (oauth2.client_secret === undefined) return 'oauth2.client_secret is missing'
  return urlFault('oauth2.token_url', oauth2.token_url)
}

/** RFC 7617, section 2: neither user nor password may hold a control character. */
function basicFault(
  name: string,
  { username, password }: { readonly username?: string; readonly password?: string },
): string | null {
  const [wrong] = Object.entries({ username, password }).find(([, value = '']) => /\p{Cc}/u.test(value)) ?? []
  return wrong === undefined
    ? null
    : `${name}.${wrong} holds a control character, which HTTP Basic cannot carry`
}

function tokenFault(token: string | undefined): string | null {
  if (token === undefined) return 'bearer.token is missing'
  return fitsHeader(token) ? null : 'bearer.token holds a character that a header cannot carry'
}

function proxyFault(proxy: HttpOptions['proxy']): string | null {
  if (proxy === undefined) return null
  return urlFault('proxy.url', proxy.url) ?? basicFault('proxy', proxy) ?? noProxyFault(proxy.no_proxy ?? [])
}

function urlFault(name: string, address: string): string | null {
  const fault = httpAddressFault(address)
  if (fault !== null) return `${name}: ${fault}`
  const { username, password } = httpUrlOf(address)
  return username === '' && password === '' ? null : `${name} holds a user or password: give them as options`
}
