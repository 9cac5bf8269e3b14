import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { watchedConnect } from './watched-connect.ts'

/** The receiver's address is one that Bellbuoy must not connect to. */
export class BlockedAddressError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BlockedAddressError'
  }
}

export type TlsSettings = Pick<
  ConnectionSettings,
  'skipCertVerify' | 'timeoutMs' | 'allowHttp2' | 'ca' | 'clientCertificate'
>

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/**
 * A connector that asks the guard about the very addresses it then connects to, so that a name which resolves to something
 * else the second time (DNS rebinding) gains nothing.
 */
export function guardedConnect(guard: AddressGuard, settings: TlsSettings): buildConnector.connector {
  const connect = watchedConnect(buildConnector({ lookup: guardedLookup(guard), ...tlsOptions(settings) }))
  return (where, callback) => {
    // An address that is written as an IP is never looked up.
    const refusal = isIP(where.hostname) === 0 ? null : guard.refusal(where.hostname)
    if (refusal === null) connect(where, callback)
    else queueMicrotask(() => callback(new BlockedAddressError(refusal), null))
  }
}

/** The options of a TLS connection, by which the receiver and Bellbuoy know each other. */
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
    // Offered first: whoever speaks both is to choose it.
    preferH2: allowHttp2,
    ...(ca !== null && { ca }),
    ...(clientCertificate !== null && {
      cert: clientCertificate.certificate,
      key: clientCertificate.private_key,
      passphrase: clientCertificate.passphrase,
    }),
  }
}

/** Why a host may not be connected to, as far as its name can be resolved here; null when nothing is against it. */
export function hostRefusal(guard: AddressGuard, hostname: string): Promise<string | null> {
  if (isIP(hostname) !== 0) return Promise.resolve(guard.refusal(hostname))
  return new Promise((resolve) => {
    guardedLookup(guard)(hostname, { all: true }, (error) => {
      resolve(error instanceof BlockedAddressError ? error.message : null)
    })
  })
}

function guardedLookup(guard: AddressGuard) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const refusals = addresses.map(({ address }) => guard.refusal(address))
      const allowed = addresses.filter((_, index) => refusals[index] === null)
      const [first] = allowed
      if (first === undefined) callback(new BlockedAddressError(`${hostname}: ${refusals.join(', ')}`), '')
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
