import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, ROLES, projectPath, provider, withoutEmpty } from './provider.ts'

/** `GroupType` */
const TYPES = { ldap: 1, internal: 2, oidc: 3 }

interface Wanted {
  readonly type: keyof typeof TYPES
  readonly group_name: string
  readonly ldap_group_dn: string
  readonly role: string
}

/** `ProjectMembersGroupBody`: Go sends the empty user as well. */
const body = ({ type, group_name, ldap_group_dn, role }: Wanted) => ({
  role_id: ROLES.indexOf(role),
  member_group: withoutEmpty({ group_type: TYPES[type], group_name, ldap_group_dn }),
  member_user: {},
})

/** `resourceMembersGroupRead`: what would be drift. */
async function read({ read: get }: Provider, id: string) {
  const { role_id, project_id, entity_name } = await get(id)
  return { role: ROLES[role_id], project_id: projectPath(project_id), group_name: entity_name }
}

describe('harbor_project_member_group', () => {
  const app = shared(async (stack) => stack.use(await startTestApp()))

  test.for<Wanted>([
    { type: 'oidc', group_name: 'Developers of /shop', ldap_group_dn: '', role: 'developer' },
    { type: 'ldap', group_name: 'cn=Ops,ou=Groups,dc=example,dc=com', ldap_group_dn: '', role: 'guest' },
  ])('of $type is applied, changed and destroyed, and each second plan is empty', async (wanted) => {
    const to = provider(app().api)
    const project = await to.create('/projects', { project_name: `of-${wanted.type}` })
    const planned = { role: wanted.role, project_id: project, group_name: wanted.group_name }
    const id = await to.create(`${project}/members`, body(wanted))
    expect(id).toMatch(/^\/projects\/\d+\/members\/\d+$/)
    expect(await read(to, id)).toEqual(planned)

    await to.send('PUT', id, 200, body({ ...wanted, role: 'maintainer' }))
    expect(await read(to, id)).toEqual({ ...planned, role: 'maintainer' })

    await to.send('DELETE', id, 200)
    await to.send('GET', id, 404)
  })
})
