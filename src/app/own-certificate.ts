import { type Config, ConfigError } from '../config.ts'
import { messageOf } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import { ServedCertificate } from '../net/served-certificate.ts'

/**
 * The certificate of this server, kept current until `starting` ends; null when it speaks HTTP.
 *
 * @throws ConfigError when its files cannot be used
 */
export async function ownCertificate(
  { tls, externalUrl }: Pick<Config, 'tls' | 'externalUrl'>,
  log: Log,
  starting: AsyncDisposableStack,
): Promise<ServedCertificate | null> {
  if (tls === null) return null
  if (externalUrl?.startsWith('http:') === true) log.externalUrlWithoutTls({ externalUrl })
  try {
    return starting.use(
      await ServedCertificate.open(tls, {
        replaced: log.certificateReplaced,
        unread: log.certificateUnread,
        expired: log.certificateExpired,
      }),
    )
  } catch (error) {
    throw new ConfigError([`BELLBUOY_TLS_CERT_FILE, BELLBUOY_TLS_KEY_FILE: ${messageOf(error)}`])
  }
}
