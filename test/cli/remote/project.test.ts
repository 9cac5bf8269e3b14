import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Ran, runCommand } from '../../support/app/command.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { freePort } from '../../support/free-port.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const parts = shared(async (stack) => ({
  app: stack.use(await startTestApp()),
  folder: stack.use(await temporaryFolder('command')).path,
}))

/** Runs `bellbuoy project` as admin of the server. */
function project(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { app, folder } = parts()
  return runCommand(['project', ...args], { url: app.url, folder, env })
}

const newName = (): string => `team-${randomUUID().slice(0, 8)}`

describe('bellbuoy project', () => {
  test('creates, lists, shows and deletes a project', async () => {
    const name = newName()
    expect(await project(['create', name, '--public'])).toEqual({
      exitCode: 0,
      stdout: `Created the project ${name}.\n`,
      stderr: '',
    })
    const { stdout: table } = await project(['list', '--name', name])
    expect(table).toMatch(
      new RegExp(`^PROJECT +ACCESS +CREATED\n${name} +public +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ\n$`),
    )
    await createPolicy(parts().app.api, { project: name, targets: ['http://127.0.0.1:9/'] })
    expect((await project(['show', name])).stdout).toMatch(/^webhooks {2}1$/m)
    expect((await project(['delete', name, '--yes'])).stdout).toBe(`Deleted the project ${name}.\n`)
    expect((await project(['list', '--name', name])).stdout).toBe('No projects found.\n')
  })

  test('prints JSON, or names alone', async () => {
    const names = [newName(), newName()].toSorted()
    for (const name of names) await project(['create', name])
    const { stdout: lines } = await project(['list', '--json'])
    const found = lines
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name)
    expect(found).toEqual(expect.arrayContaining(names))
    expect((await project(['list', '--name', names[0]!, '--quiet'])).stdout).toBe(`${names[0]!}\n`)
    expect(JSON.parse((await project(['show', names[1]!, '--json'])).stdout)).toMatchObject({
      name: names[1],
      policy_count: 0,
    })
  })

  test('deletes nothing that nobody has confirmed', async () => {
    const name = newName()
    await project(['create', name])
    expect(await project(['delete', name])).toEqual({
      exitCode: 64,
      stdout: '',
      stderr: `bellbuoy: this would delete the project ${name} and its 0 webhooks: add --yes to confirm\n`,
    })
    expect((await project(['show', name])).exitCode).toBe(0)
  })

  test.for([
    [['show', 'nowhere'], 66, 'bellbuoy: project nowhere not found\n'],
    [['create', 'No Name!'], 65, expect.stringContaining('No Name!')],
    [['delete', 'nowhere', '--yes'], 66, 'bellbuoy: project nowhere not found\n'],
    [['shw', 'team'], 64, expect.stringContaining("unknown command 'shw'")],
    [['show'], 64, expect.stringContaining("missing required argument 'project'")],
    [['list', '--nmae', 'x'], 64, expect.stringContaining('Did you mean --name?')],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, stderr]) => {
    expect(await project(args)).toEqual({ exitCode, stdout: '', stderr })
  })

  test('a project that is there already is a conflict', async () => {
    const name = newName()
    await project(['create', name])
    expect(await project(['create', name])).toMatchObject({
      exitCode: 75,
      stdout: '',
      stderr: expect.stringContaining(name),
    })
  })

  test('says that a password is wrong, and that somebody may not', async () => {
    expect(await project(['create', newName()], { BELLBUOY_PASSWORD: 'wrong' })).toEqual({
      exitCode: 77,
      stdout: '',
      stderr: expect.stringMatching(
        /^bellbuoy: unauthorized: .* refused the user name "admin" or the password\n$/,
      ),
    })
  })

  test('says that a server does not answer, and where', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const { exitCode, stderr } = await project(['show', 'team', '--server', url])
    expect(exitCode).toBe(69)
    expect(stderr).toMatch(`bellbuoy: the server at ${url} did not answer: `)
  })

  test('help teaches by an example', async () => {
    const { exitCode, stdout } = await project(['list', '--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Example:\n  bellbuoy project list --name team\n')
  })
})

describe('without a log-in', () => {
  const alone = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    runCommand(args, { folder: parts().folder, env })

  test.for([
    [{}, 64, 'no server given: log in with bellbuoy login URL, or set BELLBUOY_SERVER and BELLBUOY_TOKEN'],
    [
      { BELLBUOY_SERVER: 'https://buoy.example.com' },
      77,
      'there is no token for https://buoy.example.com: log in with bellbuoy login URL, or set BELLBUOY_SERVER and BELLBUOY_TOKEN',
    ],
    [
      { BELLBUOY_SERVER: 'buoy' },
      64,
      'buoy is not the address of a server: use one such as https://buoy.example.com',
    ],
    [
      { BELLBUOY_SERVER: 'https://b.test', BELLBUOY_USER: 'anna' },
      64,
      'BELLBUOY_USER and BELLBUOY_PASSWORD belong together: set both or neither',
    ],
    [{ BELLBUOY_CONTEXT: 'prod' }, 66, 'there is no log-in "prod": there are none yet'],
  ] as const)('in the environment %j', async ([env, exitCode, says]) => {
    expect(await alone(['project', 'list'], env)).toEqual({
      exitCode,
      stdout: '',
      stderr: `bellbuoy: ${says}\n`,
    })
  })
})

test('a server passes over the variables of commands', async () => {
  const { stdout, exitCode } = await runCommand(['health'], {
    folder: parts().folder,
    env: {
      BELLBUOY_SERVER: 'https://buoy.example.com',
      BELLBUOY_TOKEN: 'bbt_x',
      BELLBUOY_PORT: new URL(parts().app.url).port,
    },
  })
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { status: 'healthy' }])
})
