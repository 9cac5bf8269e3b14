import { type Reading, type Webhook, harborBody, nothing } from './webhook.ts'

export interface KeelServer {
  readonly user: string
  readonly password: string
}

/** Docker's grammar of references: a host, if the first part looks like one; a repository; a tag or a digest. */
const REFERENCE =
  /^(?:(?<host>localhost|[\w-]+(?:\.[\w-]+)+(?::\d+)?|[\w-]+:\d+)\/)?(?<repository>[a-z\d]+(?:[._/-]+[a-z\d]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[\da-f]{64}))?$/

/**
 * `/v1/webhooks/harbor` with authenticated webhooks, by keel-hq/keel 0.22.1: `pkg/http/harbor_webhook_trigger.go`, `http.go`
 * and `auth.go`, and `util/image/reference.go` for references.
 */
export function keel(webhook: Webhook, { user, password }: KeelServer): Reading {
  if (webhook.path !== '/v1/webhooks/harbor') return nothing(404)
  const login = Buffer.from(`${user}:${password}`).toString('base64')
  if (webhook.headers.authorization !== `Basic ${login}`) return nothing(401)
  const body = harborBody(webhook)
  if (body === null) return nothing(400)
  if (body.type !== 'pushImage' && body.type !== 'PUSH_ARTIFACT') return nothing(200)
  const references = (body.event_data?.resources ?? []).map(
    ({ resource_url: url = '' }) => REFERENCE.exec(url)?.groups,
  )
  if (references.includes(undefined)) return nothing(400)
  return {
    status: 200,
    acts: references.map(
      (parts) =>
        `update ${parts!['host'] ?? 'index.docker.io'}/${parts!['repository']} to ${parts!['digest'] ?? parts!['tag'] ?? 'latest'}`,
    ),
  }
}
