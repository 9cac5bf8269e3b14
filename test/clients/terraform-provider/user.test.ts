import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, provider, withoutEmpty } from './provider.ts'

interface Wanted {
  readonly username: string
  readonly password: string
  readonly full_name: string
  readonly email: string
  readonly admin: boolean
}

/** `UserBody`: one body for all calls. The provider never sends the comment. */
const body = (wanted: Wanted) =>
  withoutEmpty({
    username: wanted.username,
    password: wanted.password,
    sysadmin_flag: wanted.admin,
    email: wanted.email,
    realname: wanted.full_name,
    new_password: wanted.password,
  })

/** `resourceUserRead`: what would be drift. */
async function read({ read: get }: Provider, id: string) {
  const { username, realname = '', email = '', sysadmin_flag = false, comment = '' } = await get(id)
  return { username, full_name: realname, email, admin: sysadmin_flag, comment }
}

/** `resourceUserUpdate`: three calls, the third for another password only. */
async function update({ send }: Provider, id: string, wanted: Wanted, isOtherPassword: boolean) {
  await send('PUT', id, 200, body(wanted))
  await send('PUT', `${id}/sysadmin`, 200, body(wanted))
  if (isOtherPassword) await send('PUT', `${id}/password`, 200, body(wanted))
}

const planned = ({ password: _, ...wanted }: Wanted) => ({ ...wanted, comment: '' })
const newPassword = () => `Aa1${randomBytes(9).toString('hex')}`

describe('harbor_user', () => {
  const app = shared(async (stack) => stack.use(await startTestApp()))
  const mia: Wanted = {
    username: 'Mia.Marsh',
    password: newPassword(),
    full_name: ' Mia Marsh-Öhl ',
    email: 'Mia.Marsh@Example.COM',
    admin: false,
  }

  test('is applied, changed and destroyed, and each second plan is empty', async () => {
    const to = provider(app().api)
    const id = await to.create('/users', body(mia))
    expect(id).toMatch(/^\/users\/\d+$/)
    expect(await read(to, id)).toEqual(planned(mia))

    const other = { ...mia, full_name: 'M', email: 'm@example.com', admin: true }
    await update(to, id, other, false)
    expect(await read(to, id)).toEqual(planned(other))

    const rotated = { ...other, admin: false, password: newPassword() }
    await update(to, id, rotated, true)
    expect(await read(to, id)).toEqual(planned(rotated))

    await to.send('DELETE', id, 200)
    await to.send('GET', id, 404)
  })

  test('becomes a system admin by the second apply: the provider and Harbor leave it out of the first', async () => {
    const to = provider(app().api)
    const wanted = { ...mia, username: 'chief', email: 'chief@example.com', admin: true }
    const id = await to.create('/users', body(wanted))
    expect(await read(to, id)).toEqual({ ...planned(wanted), admin: false })
    await update(to, id, wanted, false)
    expect(await read(to, id)).toEqual(planned(wanted))
  })

  test('is imported: the next apply sets the password that it has, and the second plan is empty', async () => {
    const to = provider(app().api)
    const wanted = { ...mia, username: 'imported', email: 'imported@example.com' }
    const id = await to.create('/users', body(wanted))
    await update(to, id, wanted, true)
    expect(await read(to, id)).toEqual(planned(wanted))
  })

  test('logs in with the password of the last apply only', async () => {
    const to = provider(app().api)
    const ann = { ...mia, username: 'ann', email: 'ann@example.com' }
    const rotated = { ...ann, password: newPassword() }
    const id = await to.create('/users', body(ann))
    await update(to, id, rotated, true)
    const status = async (password: string) => {
      const authorization = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`
      return (await app().anonymous.get('/api/v2.0/users/current', { authorization })).status
    }
    expect([await status(rotated.password), await status(ann.password)]).toEqual([200, 401])
  })
})
