import type { FailureCode } from '../domain/delivery/attempt.ts'

export interface ConnectionFault {
  readonly code: FailureCode
  /** In a sentence, with the words of the error. */
  readonly text: string
}

/** What Node and undici call a fault of a connection, by the pattern of its code. */
const FAULTS: readonly (readonly [FailureCode, string, RegExp])[] = [
  ['exhausted', 'Bellbuoy has no file descriptor left for a connection', /^(EMFILE|ENFILE)$/],
  ['dns', 'the name of the receiver could not be resolved', /^(ENOTFOUND|EAI_|EBADNAME|ENODATA)/],
  ['timeout', 'no connection in time', /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/],
  [
    'connect',
    'no connection',
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN|EACCES|EPERM|EINVAL)$/,
  ],
  ['tls', 'no trusted connection', /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/],
]

/**
 * Why there was no connection, by the code of an error of Node or undici; null when its code says nothing of the kind.
 *
 * @param plainScheme of addresses without TLS
 */
export function connectionFault(error: Error, plainScheme = 'http'): ConnectionFault | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const [failureCode, what] = FAULTS.find(([, , pattern]) => pattern.test(code)) ?? []
  return failureCode === undefined || what === undefined
    ? null
    : { code: failureCode, text: `${what}: ${reasonOf(error, plainScheme)}` }
}

/** The words of an error, those of its causes when it has none of its own. */
export function reasonOf(error: Error, plainScheme = 'http'): string {
  if (error instanceof AggregateError)
    return error.errors.map((cause) => reasonOf(cause as Error, plainScheme)).join(', ')
  if ('code' in error && error.code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return `it does not answer in TLS, so its address may have to begin with ${plainScheme}://`
  // The message of an error of OpenSSL names its sources; Node adds advice for those who start it.
  if ('reason' in error && typeof error.reason === 'string' && 'library' in error) return error.reason
  return error.message.replace(/; if the root CA is installed locally.*$/, '')
}
