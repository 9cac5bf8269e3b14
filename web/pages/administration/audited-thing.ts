import type { AuditLogResponse } from '../../../src/contract/people/audit.ts'

type Entry = Pick<
  AuditLogResponse,
  | 'operation'
  | 'operation_id'
  | 'operation_result'
  | 'project_name'
  | 'resource'
  | 'resource_id'
  | 'resource_type'
>

/** What an entry of the audit log is about: its name, empty where the operation says it all, and its page, null where there is none. */
export interface AuditedThing {
  readonly name: string
  readonly href: string | null
}

const NAMELESS = ['configuration', 'event']
const OF_THE_WHOLE = /^(Hold|Release|Redeliver|Stop)(Deliveries|Many)$|^Log(in|out)$/

export function auditedThing(entry: Entry): AuditedThing {
  const { operation, operation_id, operation_result, resource, resource_type } = entry
  if (NAMELESS.includes(resource_type) || OF_THE_WHOLE.test(operation_id)) return { name: '', href: null }
  const isDelivery = /^(Redeliver|StopDelivery)(OfProject)?$/.test(operation_id)
  const name = isDelivery ? `#${resource}` : resource
  const isThere = operation !== 'delete' && (operation_result || operation !== 'create')
  return { name, href: isThere ? pageOf(entry, isDelivery) : null }
}

function pageOf(entry: Entry, isDelivery: boolean): string | null {
  const { operation_id, project_name, resource, resource_id, resource_type } = entry
  const project = project_name === undefined ? '' : `/projects/${encodeURIComponent(project_name)}`
  if (isDelivery) return `${project}/deliveries/${resource}`
  if (operation_id.startsWith('AcknowledgeProblem')) return `${project}/problems`
  if (resource_type === 'notification-policy')
    return resource_id === undefined ? null : `${project}/webhooks/${resource_id}`
  return PAGES[resource_type]?.(project, resource) ?? null
}

const inProject = (page: string) => (project: string) => (project === '' ? null : `${project}/${page}`)

/** The page of a thing, or of the list that it stands in, by its kind. */
const PAGES: Readonly<Record<string, (project: string, name: string) => string | null>> = {
  project: (_, name) => `/projects/${encodeURIComponent(name)}`,
  quota: (_, name) => `/projects/${encodeURIComponent(name)}/settings`,
  metadata: inProject('settings'),
  member: inProject('members'),
  robot: (project) => `${project}/robots`,
  user: () => '/users',
  source: () => '/sources',
  scanner: () => '/scanners',
}
