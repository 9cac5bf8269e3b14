import type { Problem } from '../../api/problems.ts'
import { type Scope, SYSTEM_SCOPE, projectScope } from '../../api/client/scope.ts'

/** Where what a problem is about is looked at and changed: in its project, or in the whole system. */
export function scopeOf({ project_id, project_name }: Problem): Scope {
  if (project_id === 0 || project_name === undefined) return SYSTEM_SCOPE
  return projectScope({ project_id, name: project_name })
}

/** The page of what a problem is about; null where it is about none. */
export function pageOf(problem: Problem): string | null {
  if (problem.policy_id !== undefined) return `${scopeOf(problem).page}/webhooks/${problem.policy_id}`
  return problem.source_id === undefined ? null : '/sources'
}
