import { nameInProject } from '../../../domain/project.ts'
import { isObject, listAt, textAt, valueAt } from '../../webhook/json-fields.ts'
import type { Facts } from '../../webhook/webhook.ts'

/** What a template may name: as in the payload format Template, as far as facts give it, and the whole body where it is JSON. */
export const CALL_VARIABLES: readonly string[] = [
  'id',
  'type',
  'occurred_at',
  'project',
  'repository',
  'artifact',
  'actor',
  'scan',
  'resource_url',
  'body',
]

/** A fact that is longer counts as unknown in a call: no name is as long, and what a template writes has a bound. */
const MAX_FACT_CHARACTERS = 4096

/** The variables of templates; null for what is not known. */
export function callVariables(facts: Facts, webhookId: string, body: unknown): object {
  const known = (text: string): string | null =>
    text === '' || text.length > MAX_FACT_CHARACTERS ? null : text
  const repository = known(facts.repository)
  return {
    id: webhookId,
    type: facts.eventType,
    occurred_at: occurredAt(body),
    project: { name: known(facts.project) },
    repository: repository && { name: nameInProject(repository), full_name: repository },
    artifact: { tag: known(facts.tag), digest: known(facts.digest), ...pullReferences(facts, known) },
    actor: { name: known(facts.operator) },
    scan: { severity: known(facts.severity) },
    resource_url: known(facts.resourceUrl),
    body,
  }
}

/** How the artifact is pulled, where the URL of the resource is of that kind: a chart in a chart repository has a link. */
function pullReferences({ resourceUrl, tag, digest }: Facts, known: (text: string) => string | null): object {
  const ends = [`:${tag}`, `@${digest}`].filter((end) => end.length > 1)
  const end = ends.find((one) => resourceUrl.endsWith(one)) ?? ''
  const place = end === '' ? '' : resourceUrl.slice(0, -end.length)
  return {
    pull_by_tag: place === '' || tag === '' ? null : known(`${place}:${tag}`),
    pull_by_digest: place === '' || digest === '' ? null : known(`${place}@${digest}`),
  }
}

/** When it happened, RFC 3339, by the key that each payload format has for it; null when the body does not say. */
function occurredAt(body: unknown): string | null {
  const written = textAt(body, 'occurred_at') || textAt(body, 'time')
  if (written !== '') return written
  const [seconds, ms] = [valueAt(body, 'occur_at'), valueAt(listAt(body, 'events')[0], 'trigger_time')]
  const timeMs = typeof seconds === 'number' ? seconds * 1000 : ms
  const time = new Date(typeof timeMs === 'number' ? timeMs : NaN)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** The body as JSON, or null where it is none. */
export function jsonBody(body: Buffer): unknown {
  try {
    const value = JSON.parse(body.toString('utf8')) as unknown
    return isObject(value) || Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
