import type { Bellbuoy } from './bellbuoy.ts'

export interface RegistryConfigParts {
  readonly folder: string
  readonly host: string
  readonly bellbuoy: Bellbuoy
}

/** The configuration of a registry; `notifications` is the block that Bellbuoy shows on its first start. */
export function registryConfig({ folder, host, bellbuoy }: RegistryConfigParts): string {
  return `version: 0.1
log:
  level: warn
storage:
  filesystem:
    rootdirectory: ${JSON.stringify(`${folder}/storage`)}
  delete:
    enabled: true
http:
  addr: ${host}
  secret: not a secret
auth:
  htpasswd:
    realm: demo
    path: ${JSON.stringify(`${folder}/htpasswd`)}
notifications:
  events:
    includereferences: true
  endpoints:
    - name: bellbuoy
      url: ${bellbuoy.url}/service/notifications
      headers:
        Authorization: [Bearer ${bellbuoy.token}]
      timeout: 3s
      threshold: 5
      backoff: 1s
`
}
