import { type HarborBody, type Reading, type Webhook, harborBody, mediaType, nothing } from './webhook.ts'

const BODY_LIMIT = 1024 * 1024

/**
 * The webhook server of argoproj-labs/argocd-image-updater v1.3.0: `pkg/webhook/server.go`, `webhook.go` and `harbor.go`. What
 * it looks for then are images of this registry and repository (`pkg/argocd/argocd.go`).
 */
export function imageUpdater(webhook: Webhook, { secret }: { readonly secret: string }): Reading {
  const { pathname, searchParams } = new URL(webhook.path, 'http://image-updater')
  if (pathname !== '/webhook') return nothing(404)
  if (Buffer.byteLength(webhook.body) > BODY_LIMIT) return nothing(413)
  if (searchParams.get('type') !== 'harbor') return nothing(400)
  if (mediaType(webhook) !== 'application/json' || webhook.headers.authorization !== secret)
    return nothing(400)
  const act = updateOf(harborBody(webhook))
  return act === null ? nothing(400) : { status: 200, acts: [act] }
}

/** Null for what is no push of a tag; a push without a tag has its digest in place of it. */
function updateOf(body: HarborBody | null): string | null {
  const resource = body?.event_data?.resources?.[0]
  const repository = body?.event_data?.repository?.repo_full_name
  if (body?.type !== 'PUSH_ARTIFACT' || !resource?.tag || !repository) return null
  return `update ${new URL(`https://${resource.resource_url}`).host}/${repository} to ${resource.tag}`
}

/**
 * Its handler of the type `cloudevents`, for the event type alone (`pkg/webhook/cloudevents.go`): Amazon's, or one that
 * names a container or an image.
 */
export function takesCloudEvent(type: string): boolean {
  return type.startsWith('com.amazon.ecr.') || type.includes('container') || type.includes('image')
}
