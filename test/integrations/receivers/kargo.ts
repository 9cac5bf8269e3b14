import { type Reading, type Webhook, harborBody, nothing } from './webhook.ts'

export interface KargoReceiver {
  readonly path: string
  readonly authHeader: string
  /** The `repoURL` of each warehouse; of a chart without `oci://`. */
  readonly warehouses: readonly string[]
}

const BODY_LIMIT = 2 * 1024 * 1024

/**
 * Kargo's Harbor receiver, by akuity/kargo v1.11.2: `pkg/webhook/external/router.go`, `harbor.go` and `refresh.go`, and
 * `pkg/urls/image.go`, which reduces a reference to host and repository.
 */
export function kargo(webhook: Webhook, { path, authHeader, warehouses }: KargoReceiver): Reading {
  if (webhook.path !== path) return nothing(404)
  if (Buffer.byteLength(webhook.body) > BODY_LIMIT) return nothing(413)
  if (webhook.headers.authorization !== authHeader) return nothing(401)
  const { type, event_data: data } = harborBody(webhook) ?? {}
  if (type !== 'PUSH_ARTIFACT') return nothing(400)
  const resources = data?.resources ?? []
  const repoUrl = repositoryOf(resources[0]?.resource_url ?? '')
  const tags = resources.map(({ tag = '' }) => tag).filter((tag) => tag !== '')
  return {
    status: 200,
    acts: warehouses
      .filter((warehouse) => warehouse === repoUrl)
      .map((url) => `refresh ${url} for ${tags.join()}`),
  }
}

/** Host and repository: what is left of a reference without its digest and its tag. */
function repositoryOf(reference: string): string {
  const name = reference.toLowerCase().split('@')[0]!
  const colon = name.indexOf(':', name.indexOf('/'))
  return colon === -1 ? name : name.slice(0, colon)
}
