import { BellbuoyError } from '../../domain/errors.ts'
import type { Permission } from '../../domain/people/permission.ts'
import type { Project } from '../../domain/project.ts'
import type { Call } from '../route.ts'

/** Whether the caller may do something beside what the call itself needs. */
export async function isAllowed(
  { authorize, project }: Pick<Call, 'authorize'> & { readonly project: Project | null },
  permission: Permission,
): Promise<boolean> {
  try {
    await authorize(permission, project)
    return true
  } catch (error) {
    if (error instanceof BellbuoyError) return false
    throw error
  }
}
