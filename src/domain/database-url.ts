/** Before the servers, the servers, and what follows them. */
const PARTS = /^(\w+:\/\/(?:[^/?@]*@)?)([^/?]*)(.*)$/s

/** The URL of each server of a database: `postgres://a,b:6432/name` names two. */
export function serverUrls(databaseUrl: string): readonly string[] {
  const [, before = '', servers = '', after = ''] = PARTS.exec(databaseUrl) ?? []
  return servers.split(',').map((server) => `${before}${server}${after}`)
}
