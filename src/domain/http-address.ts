/**
 * The URL behind the address of an http target. Harbor accepts an address without a scheme as if `http://` stood before
 * it (`ParseEndpoint`, `src/common/utils/utils.go`), and so must we; unlike Harbor, we can then deliver to it.
 *
 * @throws TypeError when it is no URL
 */
export function httpUrlOf(address: string): URL {
  const trimmed = address.trim()
  return new URL(trimmed.includes('://') ? trimmed : `http://${trimmed}`)
}

/** Why an address cannot be an http target, in Harbor's words where it has some; null when it can. */
export function httpAddressFault(address: string): string | null {
  if (address.trim().replace(/\/+$/, '') === '') return 'empty URL'
  const scheme = /^([^:/?#]*):\/\//.exec(address.trim())?.[1] ?? 'http'
  if (scheme !== 'http' && scheme !== 'https') return `invalid scheme: ${scheme}`
  try {
    const { hostname, username, password } = httpUrlOf(address)
    decodeURIComponent(username + password)
    return hostname === '' ? `no host in URL: ${address}` : null
  } catch {
    return `invalid URL: ${address}`
  }
}

/**
 * Takes the user info out of an address, as the `Authorization` header that Go's client, and so Harbor, would send for it.
 * It is a secret, and an address is shown to everyone who may read the policy.
 *
 * @param address one without a fault
 */
export function withoutUserInfo(address: string): {
  readonly address: string
  readonly authHeader: string | null
} {
  const { username, password } = httpUrlOf(address)
  if (username === '' && password === '') return { address, authHeader: null }
  const userInfo = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    address: address.replace(/^(\s*(?:https?:\/\/)?)[^/?#]*@/, '$1'),
    authHeader: `Basic ${Buffer.from(userInfo).toString('base64')}`,
  }
}
