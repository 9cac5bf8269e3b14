/** Every page outside of projects. A page is added here, and then the types ask for what it shows. */
export const SYSTEM_PATHS = [
  '/',
  '/problems',
  '/projects',
  '/events',
  '/events/:id',
  '/deliveries',
  '/deliveries/:id',
  '/webhooks',
  '/webhooks/new',
  '/webhooks/:id/edit',
  '/webhooks/:id',
  '/logs',
  '/event-types',
  '/event-types/:type',
  '/access-tokens',
  '/device',
  '/users',
  '/users/:id/access-tokens',
  '/robots',
  '/sources',
  '/scanners',
  '/configuration',
] as const
export type SystemPath = (typeof SYSTEM_PATHS)[number]

/** Every page of a project beside its tabs, after `/projects/NAME`. */
export const PROJECT_PATHS = [
  '/webhooks/new',
  '/webhooks/:id/edit',
  '/webhooks/:id',
  '/events/:id',
  '/deliveries/:id',
] as const
export type ProjectPath = (typeof PROJECT_PATHS)[number]

/** The tabs of a project in their order, after `/projects/NAME`. */
export const PROJECT_TABS = [
  '/webhooks',
  '/events',
  '/deliveries',
  '/problems',
  '/overview',
  '/members',
  '/robots',
  '/logs',
  '/settings',
] as const
export type ProjectTab = (typeof PROJECT_TABS)[number]

/** What stands in a path, decoded; empty where the path has no such part. */
export interface PathParts {
  readonly id: string
  readonly type: string
}

export function partsOf(params: Readonly<Record<string, string | undefined>>): PathParts {
  return { id: params['id'] ?? '', type: decodeURIComponent(params['type'] ?? '') }
}
