import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, ROLES, projectPath, provider } from './provider.ts'

/** `ProjectMembersUserBody`: Go sends the empty group as well. */
const body = (role: string, user: string) => ({
  role_id: ROLES.indexOf(role),
  member_group: {},
  member_user: { username: user },
})

/** `resourceMembersUserRead`: what would be drift. */
async function read({ read: get }: Provider, id: string) {
  const { role_id, project_id, entity_name } = await get(id)
  return { role: ROLES[role_id], project_id: projectPath(project_id), user_name: entity_name }
}

describe('harbor_project_member_user', () => {
  const app = shared(async (stack) => stack.use(await startTestApp()))

  test('is applied with every role, changed to every role and destroyed, and each second plan is empty', async () => {
    const to = provider(app().api)
    const project = await to.create('/projects', { project_name: 'shop' })
    for (const [index, role] of ROLES.slice(1).entries()) {
      const name = `Member-${role}`
      const email = `${role}@example.com`
      await to.create('/users', { username: name, password: 'Anchor-Chain-42', email, realname: name })
      const id = await to.create(`${project}/members`, body(role, name))
      expect(id).toMatch(/^\/projects\/\d+\/members\/\d+$/)
      expect(await read(to, id)).toEqual({ role, project_id: project, user_name: name })

      const other = ROLES[1 + ((index + 1) % 5)]!
      await to.send('PUT', id, 200, body(other, name))
      expect(await read(to, id)).toEqual({ role: other, project_id: project, user_name: name })

      await to.send('DELETE', id, 200)
      await to.send('GET', id, 404)
    }
  })

  test('that is gone already is destroyed with a 404', async () => {
    const to = provider(app().api)
    const project = await to.create('/projects', { project_name: 'gone' })
    await to.send('DELETE', `${project}/members/999`, 404)
  })
})
