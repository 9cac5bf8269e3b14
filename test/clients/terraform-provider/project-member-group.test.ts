import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, ROLES, projectPath, provider, withoutEmpty } from './provider.ts'

/** `GroupType` */
const TYPES = { ldap: 1, internal: 2, oidc: 3 }

const OPS = 'cn=ops,ou=groups,dc=example,dc=com'

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
    { type: 'ldap', group_name: OPS, ldap_group_dn: OPS, role: 'guest' },
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

  test.for<Partial<Wanted>>([
    { group_name: 'ops', ldap_group_dn: 'CN=Ops, OU=Groups, DC=example, DC=com' },
    { group_name: 'CN=Ops,OU=Groups,DC=example,DC=com' },
  ])(
    'of LDAP under a name that is no DN in small letters is refused with the name to send: %o',
    async (named) => {
      const to = provider(app().api)
      const project = await to.create('/projects', { project_name: `refused-${Object.keys(named).length}` })
      const wanted: Wanted = { type: 'ldap', group_name: '', ldap_group_dn: '', role: 'guest', ...named }
      const refused = to.send('POST', `${project}/members`, 201, body(wanted))
      await expect(refused).rejects.toThrow(`400, not 201`)
      await expect(refused).rejects.toThrow(`member_group.group_name is ${OPS}`)
    },
  )

  test('of LDAP under a name that is no DN is refused', async () => {
    const to = provider(app().api)
    const project = await to.create('/projects', { project_name: 'no-dn' })
    const wanted: Wanted = { type: 'ldap', group_name: 'ops', ldap_group_dn: '', role: 'guest' }
    await expect(to.create(`${project}/members`, body(wanted))).rejects.toThrow('ops is no DN')
  })
})
