import type { Role } from '../../../src/domain/people/role.ts'
import { type ApiClient, apiClient } from './api-client.ts'
import { quickHash } from './quick-hash.ts'
import type { TestApp } from './start-test-app.ts'

/** The password of every user that `memberOf` creates. */
export const memberPassword = 'Test-Member-1'
const hash = quickHash(memberPassword)

/** Creates a user with a role in a project (in none when null). @returns a client that calls the API as that user */
export async function memberOf(app: TestApp, project: string | null, role: Role): Promise<ApiClient> {
  const { user: name, password } = memberLogin(project, role)
  const userId = await app.store.users.create({ name, isSystemAdmin: false, passwordHash: hash })
  if (project !== null) {
    const found = await app.store.projects.byName(project)
    if (found === null) throw new Error(`there is no project ${project}`)
    await app.store.members.create(found.id, role, { userId })
  }
  return apiClient(app.url, { user: name, password })
}

/** How the user that `memberOf` creates logs in. */
export function memberLogin(
  project: string | null,
  role: Role,
): { readonly user: string; readonly password: string } {
  return { user: `${role}-of-${project ?? 'none'}`, password: memberPassword }
}
