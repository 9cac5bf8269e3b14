import { type Reading, type Webhook, mediaType, nothing } from './webhook.ts'

const PATH = /^\/api\/v4\/projects\/(?<id>[^/]+)\/(?:ref\/(?<ref>.+)\/)?trigger\/pipeline$/

/**
 * The API of pipeline triggers, by gitlabhq/gitlabhq: `lib/api/ci/triggers.rb`, `app/services/ci/pipeline_trigger_service.rb`
 * and `doc/ci/triggers/_index.md` (GitLab 18). Query and body are one set of parameters, of which the path wins.
 */
export function gitlab(webhook: Webhook, { token, branch }: { token: string; branch: string }): Reading {
  const { pathname, searchParams } = new URL(webhook.path, 'http://gitlab')
  const path = PATH.exec(pathname)?.groups
  if (path === undefined) return nothing(404)
  if (mediaType(webhook) !== 'application/json') return nothing(415)
  const body = JSON.parse(webhook.body) as Record<string, unknown>
  const given: Record<string, unknown> = { ...body, ...Object.fromEntries(searchParams) }
  const parameters = { ...given, id: path['id'], ref: path['ref'] ?? given['ref'] }
  const {
    token: sent,
    ref,
    variables = {},
    ...payload
  } = { variables: {}, ...parameters } as Record<string, unknown>
  if (typeof sent !== 'string' || typeof ref !== 'string') return nothing(400)
  if (Object.values(variables as object).some((value) => typeof value !== 'string')) return nothing(400)
  if (sent !== token) return nothing(404)
  if (decodeURIComponent(ref) !== branch) return nothing(400)
  return { status: 201, acts: [JSON.stringify({ ...(variables as object), TRIGGER_PAYLOAD: payload })] }
}
