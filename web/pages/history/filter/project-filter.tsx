import { FailureNote } from '../../../parts/failure-note.tsx'
import { useProject } from '../../../api/projects.ts'
import { type Scope, projectScope } from '../../../api/client/scope.ts'
import type { FilterKind } from './filter-kinds.ts'

/** Narrows a list over all projects to one. */
export const PROJECT_KIND: FilterKind = {
  id: 'project',
  names: ['project'],
  editor: 'text',
  labelOf: (t) => t.lists.project,
  hintOf: (t) => t.lists.projectHint,
}

/** The filters of a list: over all projects there is one more. */
export function kindsIn(scope: Scope, kinds: readonly FilterKind[]): readonly FilterKind[] {
  return scope.project === null ? [PROJECT_KIND, ...kinds] : kinds
}

/**
 * Where a list asks: in its own scope, or in the project that its filter names. Its links stay where the list is.
 *
 * @returns no scope while the project is looked for, or when there is none of that name
 */
export function useAskedScope(
  scope: Scope,
  name: string | undefined,
): { readonly asked: Scope | null; readonly error: unknown } {
  const isNamed = name !== undefined && scope.project === null
  const project = useProject(name ?? '', isNamed)
  if (!isNamed) return { asked: scope, error: null }
  if (project.data === undefined) return { asked: null, error: project.error }
  return { asked: { ...projectScope(project.data), page: scope.page }, error: null }
}

/** In place of a list whose project is not there. */
export function NoSuchProject({ error }: { readonly error: unknown }) {
  return error === null ? null : <FailureNote error={error} />
}
