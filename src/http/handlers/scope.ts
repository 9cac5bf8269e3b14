import Type, { type TObject, type TProperties } from 'typebox'
import { GLOBAL_PROJECT_ID, type Project } from '../../domain/project.ts'

/** Where policies are: in a project, or (global ones) in all of them. Both have the same calls under their own path. */
export interface Scope {
  readonly path: string
  /** The parameters of a path under it: those of the scope, and its own. */
  readonly params: <Own extends TProperties>(own: Own) => TObject<Own>
  /** The name or text for this scope of two. */
  readonly pick: (inProject: string, global: string) => string
}

export const PROJECT_SCOPE: Scope = {
  path: '/api/v2.0/projects/:project_name_or_id/webhook',
  params: (own) => Type.Object({ project_name_or_id: Type.String(), ...own }),
  pick: (inProject) => inProject,
}

/** The system admin's: a path that names no project is admitted for the whole system. */
export const GLOBAL_SCOPE: Scope = {
  path: '/api/v2.0/webhook',
  params: (own) => Type.Object(own),
  pick: (_inProject, global) => global,
}

export const SCOPES = [PROJECT_SCOPE, GLOBAL_SCOPE] as const

/** The project that policies of a call belong to; 0 for the global ones. */
export function projectIdOf({ project }: { readonly project: Project | null }): number {
  return project?.id ?? GLOBAL_PROJECT_ID
}
