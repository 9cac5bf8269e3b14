/** Where policies, events and deliveries are looked at: in a project, or in all of them. */
export interface Scope {
  /** What its calls begin with, after `/api/v2.0`. */
  readonly api: string
  /** What the paths of its pages begin with. */
  readonly page: string
  readonly project: { readonly id: number; readonly name: string } | null
}

export function projectScope(project: { readonly project_id: number; readonly name: string }): Scope {
  const path = `/projects/${encodeURIComponent(project.name)}`
  return { api: `${path}/webhook`, page: path, project: { id: project.project_id, name: project.name } }
}

/** The whole system; its policies are the global ones. */
export const SYSTEM_SCOPE: Scope = { api: '/webhook', page: '', project: null }
