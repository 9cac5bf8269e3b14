/** The number of a role, as Harbor has it. */
export type { RoleId } from '../../domain/people/role.ts'
