import { type Reading, type Webhook, mediaType, nothing, valueAt } from './webhook.ts'

export interface FluxReceiver {
  readonly webhookPath: string
  readonly token: string
  /** The paths that `resourceFilter` reads of `req`; absent without a filter. */
  readonly filterPaths?: readonly string[]
}

const BODY_LIMIT = 3 * 1024 * 1024

/**
 * A Receiver of type `harbor`, by fluxcd/notification-controller v1.9.3: `internal/server/receiver_handlers.go`,
 * `receiver_resource_filter.go` and `limits.go`, and `docs/spec/v1/receivers.md`, "Harbor".
 */
export function flux(webhook: Webhook, { webhookPath, token, filterPaths }: FluxReceiver): Reading {
  if (Buffer.byteLength(webhook.body) > BODY_LIMIT) return nothing(413)
  if (webhook.path !== webhookPath) return nothing(404)
  if (webhook.headers.authorization !== token) return nothing(400)
  if (filterPaths === undefined) return { status: 200, acts: ['reconcile all'] }
  // Only this media type is parsed; for any other `req` is empty, and an expression about it fails.
  const req = mediaType(webhook) === 'application/json' ? webhook.body : '{}'
  const values = filterPaths.map((path) => valueAt(req, path))
  return values.includes(undefined)
    ? nothing(500)
    : { status: 200, acts: [`reconcile by ${values.join(', ')}`] }
}
