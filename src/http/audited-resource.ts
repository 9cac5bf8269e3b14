import type { ApiCall } from '../contract/api-call.ts'

type Named = Pick<ApiCall, 'method' | 'needs' | 'tag'>

const BY_METHOD: Readonly<Record<string, string>> = { POST: 'create', DELETE: 'delete' }
const ACTIONS = ['create', 'update', 'delete', 'stop']

/** Whether a call is recorded: those that may change something are. */
export function isAudited({
  method,
  isOnlyQuestion = false,
}: Pick<ApiCall, 'method' | 'isOnlyQuestion'>): boolean {
  return method !== 'GET' && method !== 'HEAD' && !isOnlyQuestion
}

/** Whether a call only asks what it would do: it changes nothing, and is not recorded. */
export function isDryRun(body: unknown): boolean {
  return (body as { readonly dry_run?: unknown } | null | undefined)?.dry_run === true
}

/** What a call does, in Harbor's words: by the permission that it needs, or by its method. */
export function auditedOperation({ method, needs }: Named): string {
  const [, action = ''] = needs.split(':')
  return ACTIONS.includes(action) ? action : (BY_METHOD[method] ?? 'update')
}

/** Changed with the right to change something else, such as the configuration. */
const OWN_THINGS = ['quota', 'legal-hold', 'access-token']

/** The kind of thing that a call changes, in Harbor's words for resources. */
export function auditedResourceType({ needs, tag }: Named): string {
  const [resource = '', action] = needs.split(':')
  return action === undefined || OWN_THINGS.includes(tag) ? tag : resource
}

/** The thing that a call changes, as its handler named it. */
export interface Subject {
  readonly name: string
  readonly id: number | null
}

/** What a call tells about the thing that it changes. */
export interface Clues {
  readonly subject: Subject | null
  readonly body: unknown
  readonly params: unknown
  readonly projectName: string | null
}

/** The name of the thing that a call changes; its id where the call does not tell the name. */
export function auditedResource({ subject, body, params, projectName }: Clues, otherwise: string): string {
  if (subject !== null) return subject.name
  const named = (body as { readonly name?: unknown } | null | undefined)?.name
  if (typeof named === 'string' && named !== '') return named.slice(0, 256)
  const { project_name_or_id: _, ...ids } = (params ?? {}) as Readonly<Record<string, string | number>>
  return String(Object.values(ids).at(-1) ?? projectName ?? otherwise)
}

/** The number of the thing: as the handler or the path names it, else that of what was created, which `location` ends with. */
export function auditedResourceId(
  { subject, params }: Pick<Clues, 'subject' | 'params'>,
  location: string,
): number | null {
  const { webhook_policy_id: named } = (params ?? {}) as { readonly webhook_policy_id?: number }
  const [, created] = /\/(\d{1,15})$/.exec(location) ?? []
  return subject?.id ?? named ?? (created === undefined ? null : Number(created))
}
