import { hashPassword } from '../../../src/accounts/password.ts'
import type { Role } from '../../../src/domain/people/role.ts'
import { type ApiClient, apiClient } from './api-client.ts'
import type { TestApp } from './start-test-app.ts'

/** Of everyone whom `memberOf` makes. */
export const memberPassword = 'RegistrySetup-Pilot-1'
const hash = hashPassword(memberPassword)

/** Makes a user who is a member of a project in a role (of none when null), and calls the API as they. */
export async function memberOf(app: TestApp, project: string | null, role: Role): Promise<ApiClient> {
  const name = `${role}-of-${project ?? 'none'}`
  const userId = await app.store.users.create({ name, isSystemAdmin: false, passwordHash: await hash })
  if (project !== null) {
    const place = await app.store.projects.byName(project)
    if (place === null) throw new Error(`there is no project ${project}`)
    await app.store.members.create(place.id, role, { userId })
  }
  return apiClient(app.url, { user: name, password: memberPassword })
}
