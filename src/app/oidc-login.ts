import { aesSecretBox } from '../accounts/aes-secret-box.ts'
import { createOidcProvider } from '../accounts/oidc-provider.ts'
import type { Config } from '../config.ts'
import type { OidcLogin } from '../http/callers/oidc-login.ts'
import { createSealedCookies } from '../http/callers/sealed-cookie.ts'
import type { Log } from '../log.ts'
import { secretKeyOf } from './secret-key-of.ts'

/** Null where people log in with passwords only. The database has to be open, so that there is a secret key. */
export function createOidcLogin(config: Config, now: () => number, log: Log): OidcLogin | null {
  const { oidc: settings, externalUrl } = config
  if (settings === null || externalUrl === null) return null
  const key = secretKeyOf(config)
  return {
    settings,
    externalUrl,
    provider: createOidcProvider(settings, { externalUrl, now, log }),
    // Cookies have a key of their own, so that no sealed text of the store passes for a cookie.
    cookies: createSealedCookies(aesSecretBox(`cookies ${key}`), now),
  }
}
