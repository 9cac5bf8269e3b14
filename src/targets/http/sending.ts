import { headerBytes } from '../../domain/header-value.ts'
import { httpAddressFault, httpUrlOf } from '../../domain/http-address.ts'
import { type SigningKey, readSigningSecret } from '../../domain/target/signing-key.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import type { ConnectionSettings } from '../../net/connection-settings.ts'
import { basicAuthorization } from './basic-authorization.ts'
import type { HttpOptions } from './http-options.ts'
import { bypassesProxy } from '../../net/no-proxy.ts'
import { type TokenGrant, clientCredentials } from './token-grant.ts'

/** Where and how access tokens are fetched. */
export interface TokenSettings extends TokenGrant {
  readonly connection: ConnectionSettings
  readonly path: string
}

/** How requests to a target are sent; created once for all its attempts. */
export interface Sending {
  readonly host: string
  readonly path: string
  readonly connection: ConnectionSettings
  /** Tells connections apart: targets whose key is the same may share one. */
  readonly key: string
  /** The `Authorization` header in bytes, or null; an access token is fetched. */
  readonly authorization: string | null
  readonly tokens: TokenSettings | null
  /** Names in lower case and values in bytes, as they are sent. */
  readonly headers: Readonly<Record<string, string>>
  readonly signingKey: SigningKey | null
  readonly formerSigningKey: { readonly key: SigningKey; readonly untilMs: number } | null
}

/**
 * Reads how a target is sent to out of its settings, or why it cannot be.
 *
 * @param defaultTimeoutMs where the target has none of its own
 * @param grant by which it logs in, where its options have none
 */
export function sendingTo(
  target: TargetWithSecrets,
  defaultTimeoutMs: number,
  grant: TokenGrant | null = grantOf(target),
): Sending | { readonly fault: string } {
  const fault = httpAddressFault(target.address)
  if (fault !== null) return { fault }
  const url = httpUrlOf(target.address)
  const options = target.options as HttpOptions
  const connection = connectionTo(url, target, defaultTimeoutMs)
  const path = `${url.pathname}${url.search}`
  const former = target.formerSigningSecret
  const formerKey = former === null ? null : signingKey(former.secret)
  return {
    host: url.host,
    path,
    connection,
    key: JSON.stringify([connection, grant?.key]),
    authorization: inBytes(authorization(target)),
    tokens: grant === null ? null : tokenSettings(grant, target, defaultTimeoutMs),
    headers: asSent(options.headers ?? {}),
    signingKey: signingKey(options.signing?.secret),
    formerSigningKey:
      former === null || formerKey === null ? null : { key: formerKey, untilMs: former.untilMs },
  }
}

function connectionTo(url: URL, target: TargetWithSecrets, defaultTimeoutMs: number): ConnectionSettings {
  const options = target.options as HttpOptions
  const { proxy, timeout_seconds: seconds } = options
  const isProxied = proxy !== undefined && !bypassesProxy(url, proxy.no_proxy ?? [])
  return {
    origin: url.origin,
    skipCertVerify: target.skipCertVerify,
    timeoutMs: seconds === undefined ? defaultTimeoutMs : seconds * 1000,
    allowHttp2: options.http_version === 'auto',
    ca: options.ca ?? null,
    clientCertificate: options.client_certificate ?? null,
    proxy: isProxied
      ? { origin: httpUrlOf(proxy.url).origin, authorization: proxyAuthorization(proxy) }
      : null,
  }
}

/** What is shown to the receiver and believed of it alone, a certificate and an unverified one, is not for the token's place. */
function tokenSettings(
  grant: TokenGrant,
  target: TargetWithSecrets,
  defaultTimeoutMs: number,
): TokenSettings {
  const url = httpUrlOf(grant.url)
  const connection = {
    ...connectionTo(url, { ...target, skipCertVerify: false }, defaultTimeoutMs),
    clientCertificate: null,
    allowHttp2: false,
  }
  return { ...grant, connection, path: `${url.pathname}${url.search}` }
}

function grantOf({ options }: TargetWithSecrets): TokenGrant | null {
  const { oauth2 } = options as HttpOptions
  return oauth2 === undefined ? null : clientCredentials(oauth2)
}

/** The target's own header, verbatim, or `Secret <secret>` as the webhook proposal has it, or a log-in of its options. */
function authorization({ authHeader, secret, options }: TargetWithSecrets): string | null {
  const { basic, bearer } = options as HttpOptions
  if (basic !== undefined) return basicAuthorization(basic.username, basic.password ?? '')
  if (bearer?.token !== undefined) return `Bearer ${bearer.token}`
  return authHeader ?? (secret === null ? null : `Secret ${secret}`)
}

function proxyAuthorization({ username, password }: NonNullable<HttpOptions['proxy']>): string | null {
  return username === undefined && password === undefined
    ? null
    : basicAuthorization(username ?? '', password ?? '')
}

function signingKey(secret: string | undefined): SigningKey | null {
  const key = secret === undefined ? null : readSigningSecret(secret)
  return key === null || 'fault' in key ? null : key
}

function inBytes(value: string | null): string | null {
  return value === null ? null : headerBytes(value)
}

function asSent(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), headerBytes(value)])
  return Object.fromEntries(sent) as Readonly<Record<string, string>>
}
