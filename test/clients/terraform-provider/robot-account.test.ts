import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, provider, withoutEmpty } from './provider.ts'

interface Access {
  readonly resource: string
  readonly action: string
  readonly effect?: string
}

interface Wanted {
  readonly name: string
  readonly level: 'project' | 'system'
  readonly description: string
  readonly disable: boolean
  readonly duration: number
  readonly permissions: readonly {
    readonly kind: string
    readonly namespace: string
    readonly access: readonly Access[]
  }[]
}

/** `RobotBody` */
const body = (wanted: Wanted) => withoutEmpty(wanted)

/** `resourceRobotAccountCreate`: a secret of one's own takes a second call. */
async function create(to: Provider, wanted: Wanted, secret = '') {
  const { headers, body: made } = await to.send('POST', '/robots', 201, body(wanted))
  if (secret !== '') await to.send('PATCH', `/robots/${made.id}`, 200, { secret })
  return {
    id: String(headers['location']).replaceAll('/api', '').replaceAll('/v2.0', ''),
    secret: secret === '' ? (made.secret as string) : secret,
  }
}

/** `resourceRobotAccountUpdate`: it sends the name as the server has it. */
async function update(to: Provider, id: string, wanted: Wanted): Promise<void> {
  const { name } = await to.read(id)
  await to.send('PUT', id, 200, body({ ...wanted, name }))
}

/** `resourceRobotAccountRead`: what would be drift. An effect of `allow` is none. */
async function read(to: Provider, id: string): Promise<Wanted> {
  const { name, level, description = '', disable = false, duration = 0, permissions } = await to.read(id)
  const prefix: string = (await to.read('/configurations')).robot_name_prefix.value
  return {
    name: level === 'project' ? name.split(`${permissions[0].namespace}+`)[1] : name.replace(prefix, ''),
    level,
    description,
    disable,
    duration,
    permissions: permissions.map(({ kind, namespace, access }: Wanted['permissions'][number]) => ({
      kind,
      namespace,
      access: access.map(({ effect, ...others }) => (effect === 'deny' ? { ...others, effect } : others)),
    })),
  }
}

/** Permissions and what they allow are sets for the provider. */
function asSets({ permissions, ...wanted }: Wanted) {
  return {
    ...wanted,
    permissions: new Set(permissions.map(({ access, ...where }) => ({ ...where, access: new Set(access) }))),
  }
}

const newSecret = () => `Aa1${randomBytes(12).toString('hex')}`

describe('harbor_robot_account', () => {
  const app = shared(async (stack) => {
    const started = stack.use(await startTestApp())
    for (const name of ['team', 'shop']) await started.api.post('/api/v2.0/projects', { project_name: name })
    return started
  })
  const builder: Wanted = {
    name: 'builder',
    level: 'project',
    description: ' Builds.\n',
    disable: false,
    duration: -1,
    permissions: [
      {
        kind: 'project',
        namespace: 'team',
        access: [
          { resource: 'notification-policy', action: 'list' },
          { resource: 'repository', action: 'push' },
          { resource: 'member', action: 'list', effect: 'deny' },
        ],
      },
    ],
  }
  const auditor: Wanted = {
    ...builder,
    name: 'auditor',
    level: 'system',
    duration: 90,
    permissions: [
      { kind: 'system', namespace: '/', access: [{ resource: 'audit-log', action: 'list' }] },
      { kind: 'project', namespace: '*', access: [{ resource: 'notification-policy', action: 'read' }] },
      { kind: 'project', namespace: 'shop', access: [{ resource: 'member', action: 'list' }] },
    ],
  }

  test.for([builder, auditor])(
    '$name is applied, changed and destroyed, and each second plan is empty',
    async (wanted) => {
      const to = provider(app().api)
      const { id } = await create(to, wanted)
      expect(id).toMatch(/^\/robots\/\d+$/)
      expect(asSets(await read(to, id))).toEqual(asSets(wanted))

      const disabled: Wanted = { ...wanted, disable: true, duration: 30, description: '' }
      await update(to, id, disabled)
      expect(asSets(await read(to, id))).toEqual(asSets(disabled))

      const access = [{ resource: 'notification-policy', action: 'read' }]
      const lesser: Wanted = { ...wanted, permissions: [{ ...wanted.permissions[0]!, access }] }
      if (wanted.level === 'project') {
        await update(to, id, lesser)
        expect(asSets(await read(to, id))).toEqual(asSets(lesser))
      }
      await update(to, id, wanted)
      expect(asSets(await read(to, id))).toEqual(asSets(wanted))

      await to.send('DELETE', id, 200)
      await to.send('GET', id, 404)
    },
  )

  test('has the secret that was wanted, then the one of the rotation, or one that is made for it', async () => {
    const to = provider(app().api)
    const lists = async (name: string, secret: string) => {
      const authorization = `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
      return (await app().anonymous.get('/api/v2.0/projects/team/webhook/policies', { authorization })).status
    }
    const [wanted, rotated] = [newSecret(), newSecret()]
    const own = await create(to, { ...builder, name: 'own' }, wanted)
    expect(await lists('robot$team+own', wanted)).toBe(200)
    await update(to, own.id, { ...builder, name: 'own' })
    await to.send('PATCH', own.id, 200, { secret: rotated })
    expect(await lists('robot$team+own', rotated)).toBe(200)
    expect(await lists('robot$team+own', wanted)).toBe(401)

    const made = await create(to, { ...builder, name: 'made' })
    expect(await lists('robot$team+made', made.secret)).toBe(200)
  })
})
