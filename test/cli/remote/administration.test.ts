import { randomUUID } from 'node:crypto'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { apiClient, postEnvelope } from '../../support/app/api-client.ts'
import { runCommand } from '../../support/app/command.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { freePort } from '../../support/free-port.ts'
import { envelope } from '../../support/events/envelopes.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SLOW = { timeout: 300_000 }
const parts = shared(async (stack) => ({
  app: stack.use(await startTestApp()),
  folder: stack.use(await temporaryFolder('nouns')).path,
}))

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCommand(args, { url: parts().app.url, folder: parts().folder, env })

/** What it prints when it succeeds. */
async function printed(...args: readonly string[]): Promise<string> {
  const ran = await run(args)
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' })
  return ran.stdout
}

const named = (noun: string): string => `${noun}-${randomUUID().slice(0, 8)}`

describe('bellbuoy source', SLOW, () => {
  test('adds a source with the block to paste, whose token counts until it is rotated', async () => {
    const { app } = parts()
    const name = named('registry')
    const report = (token: string) => postEnvelope(app.url, token, envelope([]), { source: name })
    const text = await printed('source', 'add', name, '--registry-host', 'r.example.com:5000')
    const block = text.slice(text.indexOf('notifications:'))
    const [endpoint] = (
      parse(block) as {
        notifications: { endpoints: { url: string; headers: { Authorization: string[] } }[] }
      }
    ).notifications.endpoints
    expect(endpoint!.url).toBe(`${app.url}/service/notifications/${name}`)
    const token = endpoint!.headers.Authorization[0]!.replace('Bearer ', '')
    expect((await report(token)).status).toBe(200)
    expect(await printed('source', 'list')).toMatch(
      new RegExp(`^${name} +distribution +r\\.example\\.com:5000 +never$`, 'm'),
    )

    const unconfirmed = await run(['source', 'rotate', name])
    expect([unconfirmed.exitCode, unconfirmed.stdout]).toEqual([64, ''])
    const rotated = (await printed('source', 'rotate', name, '--yes', '--quiet')).trimEnd()
    expect([(await report(token)).status, (await report(rotated)).status]).toEqual([401, 200])

    expect(JSON.parse(await printed('source', 'show', name, '--json'))).toMatchObject({ name, kept_out: [] })
    expect(await printed('source', 'delete', name, '--yes')).toBe(
      `Deleted the source ${name}. Its events stay.\n`,
    )
    expect((await report(rotated)).status).toBe(401)
  })

  test('settings have the type that their kind says', async () => {
    const name = named('zot')
    const setting = ['--kind', 'zot', '--setting', 'tag_delete_is_image_delete=true']
    await printed('source', 'add', name, ...setting)
    expect(JSON.parse(await printed('source', 'show', name, '--json'))).toMatchObject({
      settings: { tag_delete_is_image_delete: true },
    })
  })

  test.for([
    [['show', 'nowhere'], 66, 'there is no source "nowhere"; existing sources: default'],
    [['add', 'x', '--kind', 'nexus'], 64, 'unknown kind "nexus": use one of distribution'],
    [['add', 'x', '--setting', 'host'], 64, '--setting host does not have the form name=value'],
    [['add', 'x', '--setting', 'password=@/nowhere'], 64, 'cannot read /nowhere'],
    [['add', 'Not A Name'], 65, 'Not A Name'],
    [['delete', 'default', '--yes'], 75, 'the source default cannot be deleted'],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
    const ran = await run(['source', ...args])
    expect(ran).toEqual({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
  })
})

describe('bellbuoy user and bellbuoy member', SLOW, () => {
  test('create a user whose password counts, and give and take a role', async () => {
    const { app } = parts()
    const [name, project] = [named('anna'), named('team')]
    const password = (
      await printed('user', 'create', name, '--email', `${name}@example.com`, '--quiet')
    ).trimEnd()
    const own = () => apiClient(app.url, { user: name, password }).get('/api/v2.0/users/current')
    expect((await own()).body).toMatchObject({ username: name, sysadmin_flag: false })
    await printed('project', 'create', project)
    expect(await printed('member', 'add', project, name, '--role', 'maintainer')).toBe(
      `${name} is maintainer of ${project}.\n`,
    )
    await printed('member', 'set', project, name, '--role', 'limited-guest')
    expect(await printed('member', 'list', project)).toMatch(
      new RegExp(`^${name} +user +limited-guest$`, 'm'),
    )
    expect(await printed('member', 'remove', project, name, '--yes')).toContain('Removed ')
    expect((await run(['member', 'remove', project, name, '--yes'])).exitCode).toBe(66)

    expect(await printed('user', 'set-admin', name)).toBe(`${name} is now a system admin.\n`)
    expect((await own()).body).toMatchObject({ sysadmin_flag: true })
    await printed('user', 'set-admin', name, '--revoke')
    expect(await printed('user', 'show', name)).toMatch(/^admin +no$/m)
    expect(await printed('user', 'list', '--name', name, '--quiet')).toBe(`${name}\n`)
    expect((await run(['user', 'delete', name])).exitCode).toBe(64)
    await printed('user', 'delete', name, '--yes')
    expect((await own()).status).toBe(401)
  })

  test.for([
    [['user', 'show', 'nobody'], 66, 'there is no user "nobody"'],
    [['user', 'create', 'bert'], 64, "required option '--email <address>' not specified"],
    [
      ['user', 'create', 'bert', '--email', 'x', '--password-stdin'],
      64,
      'there is no password on standard input',
    ],
    [['user', 'delete', 'admin', '--yes'], 77, 'must stay a system admin'],
    [['member', 'add', 'team', 'anna', '--role', 'boss'], 64, 'Allowed choices are project-admin'],
    [['member', 'list', 'nowhere'], 66, 'project nowhere not found'],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
    expect(await run(args)).toEqual({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('are for system admins, and for the admins of a project', async () => {
    const { app } = parts()
    const project = named('closed')
    await app.api.post('/api/v2.0/projects', { project_name: project })
    await memberOf(app, project, 'developer')
    const { user, password } = memberLogin(project, 'developer')
    const env = { BELLBUOY_USER: user, BELLBUOY_PASSWORD: password }
    for (const args of [
      ['user', 'list'],
      ['source', 'list'],
      ['robot', 'list'],
      ['member', 'add', project, 'admin', '--role', 'guest'],
    ])
      expect(await run(args, env)).toMatchObject({ exitCode: 77, stdout: '' })
  })
})

describe('bellbuoy robot', SLOW, () => {
  test('creates a robot whose secret counts until it is rotated', async () => {
    const { app } = parts()
    const project = named('team')
    await printed('project', 'create', project)
    const robot = `robot$${project}+builder`
    const works = async (secret: string) => {
      const client = apiClient(app.url, { user: robot, password: secret })
      return (await client.get(`/api/v2.0/projects/${project}/webhook/policies`)).status
    }
    const first = (await printed('robot', 'create', 'builder', '--project', project, '--quiet')).trimEnd()
    expect(await works(first)).toBe(200)
    expect(await printed('robot', 'list', '--project', project)).toContain(robot)
    const second = (
      await printed('robot', 'rotate', 'builder', '--project', project, '--yes', '-q')
    ).trimEnd()
    expect([await works(first), await works(second)]).toEqual([401, 200])
    await printed('robot', 'delete', robot, '--project', project, '--yes')
    expect(await works(second)).toBe(401)
  })

  test.for([
    [['create', 'b', '--days', 'soon'], 64, '--days soon is not a number of days'],
    [['create', 'b', '--permission', 'all'], 64, '--permission all does not have the form resource:action'],
    [['create', 'b', '--permission', 'ship:sail'], 65, 'ship:sail'],
    [['rotate', 'b', '--yes'], 66, 'add --project NAME for a robot of a project'],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
    expect(await run(['robot', ...args])).toEqual({
      exitCode,
      stdout: '',
      stderr: expect.stringContaining(says),
    })
  })
})

test('each of them says that a server does not answer', SLOW, async () => {
  const BELLBUOY_SERVER = `http://127.0.0.1:${await freePort()}`
  for (const args of [
    ['source', 'list'],
    ['user', 'list'],
    ['member', 'list', 'x'],
    ['robot', 'list'],
  ])
    expect((await run(args, { BELLBUOY_SERVER })).exitCode).toBe(69)
})
