export interface BasicCredentials {
  readonly name: string
  readonly password: string
}

/** The name and password of an HTTP Basic `Authorization` header (RFC 7617), or null when it is not one. */
export function basicCredentials(header: string | undefined): BasicCredentials | null {
  const encoded = /^basic +(\S+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return null
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return colon === -1 ? null : { name: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
}

/** The token of a `Bearer` header (RFC 6750), or null when it is not one. */
export function bearerToken(header: string | undefined): string | null {
  return /^bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? null
}
