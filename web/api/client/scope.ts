import { inScope as callInScope } from '../../../src/client/client.ts'
import type { ScopedCall } from '../../../src/contract/api-call.ts'

/** Where policies, events and deliveries are looked at: in a project, or in all of them. */
export interface Scope {
  /** Marks its answers among the queries. */
  readonly key: string
  /** What the paths of its pages begin with. */
  readonly page: string
  readonly project: { readonly id: number; readonly name: string } | null
}

export function projectScope(project: { readonly project_id: number; readonly name: string }): Scope {
  const page = `/projects/${encodeURIComponent(project.name)}`
  return { key: page, page, project: { id: project.project_id, name: project.name } }
}

/** The whole system; its policies are the global ones. */
export const SYSTEM_SCOPE: Scope = { key: '/', page: '', project: null }

/** The one of two calls that is of a scope, with its project in the path. */
export function inScope<Of extends ScopedCall>(of: Of, { project }: Scope): Of['inSystem'] {
  return callInScope(of, project?.name ?? null)
}
