import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { createOidcProvider } from '../accounts/oidc-provider.ts'
import { secretKey } from '../accounts/secret-key.ts'
import { type Config, databasePath } from '../config.ts'
import type { OidcLogin } from '../http/oidc-login.ts'
import { createSealedCookies } from '../http/sealed-cookie.ts'
import type { Log } from '../log.ts'

/** Null where people log in with passwords only. Called once the database is open, and so there is a secret key. */
export function createOidcLogin(config: Config, now: () => number, log: Log): OidcLogin | null {
  const { oidc: settings, externalUrl } = config
  if (settings === null || externalUrl === null) return null
  const key = secretKey(config.secretKey, `${databasePath(config)}.key`)
  return {
    settings,
    externalUrl,
    provider: createOidcProvider(settings, { externalUrl, now, log }),
    // A key of their own: what is sealed for the store must not pass for a cookie.
    cookies: createSealedCookies(aesSecretBox(`cookies ${key}`), now),
  }
}
