import { createPrivateKey, sign } from 'node:crypto'
import { httpAddressFault } from '../../domain/http-address.ts'
import type { TokenGrant } from '../http/token-grant.ts'
import { jsonObjectIn } from '../http/json-object.ts'

/** What a key file of a service account says. */
interface ServiceAccount {
  readonly clientEmail: string
  readonly privateKey: string
  readonly privateKeyId: string
  readonly tokenUri: string
}

/** Reads the JSON of a key file, as the console of Google Cloud gives it, or why it is none. */
export function readServiceAccount(json: string): ServiceAccount | { readonly fault: string } {
  const file = jsonObjectIn(json)
  const [clientEmail, privateKey, privateKeyId, tokenUri] = [
    'client_email',
    'private_key',
    'private_key_id',
    'token_uri',
  ].map((name) => file?.[name])
  if (
    typeof clientEmail !== 'string' ||
    typeof privateKey !== 'string' ||
    typeof privateKeyId !== 'string' ||
    typeof tokenUri !== 'string'
  )
    return { fault: 'service_account_key is not the JSON of a key file of a service account' }
  if (httpAddressFault(tokenUri) !== null)
    return { fault: 'service_account_key holds a token_uri that is no URL' }
  return isRsa(privateKey)
    ? { clientEmail, privateKey, privateKeyId, tokenUri }
    : { fault: 'service_account_key holds no RSA private key' }
}

function isRsa(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

/** Google takes no longer ones. */
const ASSERTION_SECONDS = 3600

/**
 * The request for an access token by an assertion (RFC 7523; developers.google.com/identity/protocols/oauth2/service-account, "HTTP/REST").
 *
 * @param scope what the token is for
 */
export function jwtGrant(
  { clientEmail, privateKey, privateKeyId, tokenUri }: ServiceAccount,
  scope: string,
): TokenGrant {
  return {
    url: tokenUri,
    key: [clientEmail, privateKeyId, tokenUri],
    write(nowMs) {
      const iat = Math.floor(nowMs / 1000)
      const claims = { iss: clientEmail, scope, aud: tokenUri, iat, exp: iat + ASSERTION_SECONDS }
      const text = [{ alg: 'RS256', typ: 'JWT', kid: privateKeyId }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
      const signature = sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')
      const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
      return { headers: {}, body: new URLSearchParams({ grant_type, assertion: `${text}.${signature}` }) }
    },
  }
}
