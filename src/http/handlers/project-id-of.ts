import { GLOBAL_PROJECT_ID, type Project } from '../../domain/project.ts'

/** The project that the policies of a scoped call belong to; 0 for the global ones. */
export function projectIdOf({ project }: { readonly project: Project | null }): number {
  return project?.id ?? GLOBAL_PROJECT_ID
}
