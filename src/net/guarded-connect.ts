import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { BlockedAddressError, guardedLookup } from './guarded-lookup.ts'
import { watchedConnect } from './watched-connect.ts'

export type TlsSettings = Pick<
  ConnectionSettings,
  'skipCertVerify' | 'timeoutMs' | 'allowHttp2' | 'ca' | 'clientCertificate'
>

/**
 * A connector that asks the guard about the very addresses it then connects to, so that a name which resolves to something
 * else the second time (DNS rebinding) gains nothing.
 *
 * @param maxAnswerBytes an HTTP/1.1 answer that is longer breaks off
 */
export function guardedConnect(
  guard: AddressGuard,
  settings: TlsSettings,
  maxAnswerBytes = Infinity,
): buildConnector.connector {
  const connector = buildConnector({ lookup: guardedLookup(guard), ...tlsOptions(settings) })
  const connect = watchedConnect(connector, maxAnswerBytes)
  return (where, callback) => {
    // An address that is written as an IP is never looked up.
    const refusal = isIP(where.hostname) === 0 ? null : guard.refusal(where.hostname)
    if (refusal === null) connect(where, callback)
    else queueMicrotask(() => callback(new BlockedAddressError(refusal), null))
  }
}

/** The options of a TLS connection, among them the certificates of both ends. */
export function tlsOptions({
  skipCertVerify,
  timeoutMs,
  allowHttp2,
  ca,
  clientCertificate,
}: TlsSettings): buildConnector.BuildOptions {
  return {
    rejectUnauthorized: !skipCertVerify,
    timeout: timeoutMs,
    allowH2: allowHttp2,
    // Offered first: a server that speaks both is to choose it.
    preferH2: allowHttp2,
    ...(ca !== null && { ca }),
    ...(clientCertificate !== null && {
      cert: clientCertificate.certificate,
      key: clientCertificate.private_key,
      passphrase: clientCertificate.passphrase,
    }),
  }
}
