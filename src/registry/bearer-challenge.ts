/** The token that a registry asks for (`WWW-Authenticate: Bearer realm="…",service="…",scope="…"`). */
export interface BearerChallenge {
  readonly realm: URL
  readonly service: string | null
  readonly scope: string | null
}

/** Reads the challenge of a registry; null when it asks for no bearer token, or names no valid address of a token service. */
export function readBearerChallenge(header: string): BearerChallenge | null {
  const match = /^\s*bearer\s+(.*)$/is.exec(header)
  if (match === null) return null
  const parameters = new Map(
    [...(match[1] ?? '').matchAll(/([a-z_]+)\s*=\s*"([^"]*)"/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  )
  const realm = URL.parse(parameters.get('realm') ?? '')
  if (realm === null || !/^https?:$/.test(realm.protocol)) return null
  return { realm, service: parameters.get('service') ?? null, scope: parameters.get('scope') ?? null }
}
