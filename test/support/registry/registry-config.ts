import { join } from 'node:path'
import { parse } from 'yaml'

export interface RegistryConfigOptions {
  /** A free one by default. */
  readonly port?: number
  /** Where it posts its events; without it, it tells nobody. */
  readonly notificationsUrl?: string
  /** It shows itself to `notificationsUrl` with this bearer token, or with `basic`. */
  readonly token?: string
  readonly basic?: { readonly user: string; readonly password: string }
  /** Whether manifests and blobs may be deleted; true by default. */
  readonly deleteEnabled?: boolean
  /** Whether an event lists the blobs and manifests it refers to; false by default, as the registry's own default. */
  readonly includeReferences?: boolean
  readonly htpasswd?: Readonly<Record<string, string>>
  /** The folder of what it stores, which it may share with others; one of its own by default. */
  readonly storage?: string
  /** Whether it writes an access log; false by default. */
  readonly accessLog?: boolean
  /** Where it counts its notifications; a port of its own. */
  readonly debugPort?: number
  /** A block of YAML that somebody pastes at the end. */
  readonly pasted?: string
}

/** The text of a registry's `config.yml` (JSON is YAML). Its users are read from `htpasswd` in the same folder. */
export function registryConfig(folder: string, host: string, options: RegistryConfigOptions): string {
  return JSON.stringify({
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: options.accessLog !== true } },
    storage: {
      filesystem: { rootdirectory: options.storage ?? join(folder, 'storage') },
      delete: { enabled: options.deleteEnabled ?? true },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: {
      addr: host,
      secret: 'not a secret',
      ...(options.debugPort !== undefined && { debug: { addr: `127.0.0.1:${options.debugPort}` } }),
    },
    ...(options.htpasswd && { auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } } }),
    ...(options.notificationsUrl && { notifications: notifications(options.notificationsUrl, options) }),
    ...(options.pasted !== undefined && (parse(options.pasted) as object)),
  })
}

function notifications(url: string, options: RegistryConfigOptions) {
  const authorization = authorizationOf(options)
  return {
    events: { includereferences: options.includeReferences ?? false },
    endpoints: [
      {
        name: 'bellbuoy',
        url,
        headers: authorization === undefined ? {} : { Authorization: [authorization] },
        timeout: '2s',
        threshold: 5,
        backoff: '100ms',
      },
    ],
  }
}

function authorizationOf({ token, basic }: RegistryConfigOptions): string | undefined {
  if (token !== undefined) return `Bearer ${token}`
  if (basic) return `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}`
  return undefined
}
