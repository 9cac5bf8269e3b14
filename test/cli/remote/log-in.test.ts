import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adminPassword } from '../../support/app/bellbuoy-process.ts'
import { type CommandOptions, runCommand, startCommand } from '../../support/app/command.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { OWN_TOKENS } from '../../support/app/access-token.ts'
import { freePort } from '../../support/free-port.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { Program } from '../../support/program.ts'
import { waitUntil } from '../../support/wait-until.ts'

const app = shared(async (stack) => stack.use(await startTestApp()))

/** A person's machine: commands keep their log-ins there. */
async function machine(stack: AsyncDisposableStack) {
  const folder = stack.use(await temporaryFolder('person')).path
  const run = (args: readonly string[], options: Partial<CommandOptions> = {}) =>
    runCommand(args, { folder, ...options })
  const logIn = (options: readonly string[] = [], input = `${adminPassword}\n`) =>
    run(['login', app().url, '--user', 'admin', '--password-stdin', ...options], { input })
  const start = (args: readonly string[]) => startCommand(args, { folder })
  return { run, start, logIn, file: join(folder, 'config/bellbuoy/contexts.json') }
}

async function codeShownBy(login: Program): Promise<string> {
  const code = () => /shows the code (\S+)\.\n/.exec(login.stderr())?.[1]
  return waitUntil(code, { what: 'the command shows a code' })
}

async function tokenNames(): Promise<readonly string[]> {
  const { body } = await app().api.get(`${OWN_TOKENS}?page_size=100`)
  return body.map(({ name }: { name: string }) => name)
}

describe('bellbuoy login', () => {
  test('keeps a token that the commands after it use, where nobody else can read it', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn, file } = await machine(stack)
    const { stdout, exitCode } = await logIn()
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      new RegExp(`^Logged in to ${app().url} as admin, until \\d{4}-\\d\\d-\\d\\d .*Z\\.\n$`),
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
    expect(readFileSync(file, 'utf8')).not.toContain(adminPassword)
    expect((await run(['project', 'list'])).exitCode).toBe(0)
  })

  test('again replaces the token, and logout ends it', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn, file } = await machine(stack)
    const before = await tokenNames()
    await logIn()
    await logIn()
    expect(await tokenNames()).toHaveLength(before.length + 1)
    const kept = readFileSync(file, 'utf8')
    expect((await run(['logout'])).stdout).toBe(`Logged out of ${app().url}.\n`)
    expect(await tokenNames()).toEqual(before)
    expect((await run(['project', 'list'])).exitCode).toBe(64)
    writeFileSync(file, kept, { mode: 0o600 })
    expect(await run(['project', 'list'])).toMatchObject({
      exitCode: 77,
      stderr: expect.stringMatching(/^bellbuoy: unauthorized: .* or set BELLBUOY_TOKEN\n$/),
    })
  })

  test('knows several servers and users by their names', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn } = await machine(stack)
    await app().api.post('/api/v2.0/projects', { project_name: 'team' })
    await memberOf(app(), 'team', 'maintainer')
    const pilot = memberLogin('team', 'maintainer')
    await logIn(['--name', 'first'])
    await run(['login', app().url, '--user', pilot.user, '--password-stdin', '--name', 'second'], {
      input: pilot.password,
    })
    expect((await run(['context', 'list'])).stdout).toMatch(
      new RegExp(
        `^ +NAME +SERVER +USER\n +first +${app().url} +admin\n\\* +second +${app().url} +${pilot.user}\n$`,
      ),
    )
    expect((await run(['project', 'create', 'mine'])).exitCode).toBe(77)
    expect((await run(['project', 'list', '--context', 'first', '-q'])).stdout).toContain('team\n')
    expect((await run(['context', 'use', 'first'])).stdout).toBe(
      `Commands now go to ${app().url}, as admin.\n`,
    )
    expect((await run(['context', 'list', '-q'])).stdout).toBe('first\nsecond\n')
    expect((await run(['context', 'use', 'third'])).stderr).toBe(
      'bellbuoy: there is no log-in "third": the log-ins are first, second\n',
    )
    await run(['logout', 'first'])
    await run(['logout', 'second'])
  })

  test('sends the token to no other server than the one that gave it', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn } = await machine(stack)
    await logIn()
    const { exitCode, stderr } = await run(['project', 'list', '--server', 'http://127.0.0.1:9'])
    expect([exitCode, stderr]).toEqual([
      77,
      expect.stringMatching('^bellbuoy: there is no token for http://127.0.0.1:9: '),
    ])
  })

  test.for([
    ['a wrong password', [], 'wrong\n', 77, 'unauthorized'],
    ['no password', [], '\n', 64, 'the password is empty'],
    [
      'days that are none',
      ['--days', '1000'],
      'x\n',
      64,
      '--days must be a number from 1 to 366, not "1000"',
    ],
  ] as const)('with %s keeps nothing', async ([, options, input, exitCode, says]) => {
    await using stack = new AsyncDisposableStack()
    const { logIn, file } = await machine(stack)
    expect(await logIn(options, input)).toEqual({
      exitCode,
      stdout: '',
      stderr: expect.stringContaining(`bellbuoy: ${says}`),
    })
    expect(existsSync(file)).toBe(false)
  })

  test('by a browser keeps the token that a person has approved there', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, start } = await machine(stack)
    await using login = start(['login', app().url])
    expect(await codeShownBy(login)).toMatch(/^[A-Z]{4}-[A-Z]{4}$/)
    const path = `/api/v2.0/device-logins/${await codeShownBy(login)}`
    expect((await app().api.post(`${path}/approve`, { duration: 7 })).status).toBe(200)
    expect(await login.exited, login.output()).toBe(0)
    expect(login.stdout()).toMatch(new RegExp(`^Logged in to ${app().url} as admin, until `))
    expect((await run(['context', 'list', '-q'])).stdout).toBe(`${new URL(app().url).host}\n`)
    expect((await run(['project', 'list'])).exitCode).toBe(0)
    await run(['logout'])
  })

  test('by a browser keeps nothing that a person has refused', async () => {
    await using stack = new AsyncDisposableStack()
    const { start, file } = await machine(stack)
    await using login = start(['login', app().url])
    await app().api.post(`/api/v2.0/device-logins/${await codeShownBy(login)}/deny`)
    expect([await login.exited, login.stdout()]).toEqual([77, ''])
    expect(login.stderr()).toContain('bellbuoy: the log-in was denied in the browser\n')
    expect(existsSync(file)).toBe(false)
  })

  test('by a browser ends with Ctrl+C', async () => {
    await using stack = new AsyncDisposableStack()
    const { start, file } = await machine(stack)
    await using login = start(['login', app().url])
    await codeShownBy(login)
    expect(await login.kill('SIGINT')).toBe(130)
    expect(existsSync(file)).toBe(false)
  })

  test('without a terminal says how to give the password', async () => {
    await using stack = new AsyncDisposableStack()
    const { run } = await machine(stack)
    expect(await run(['login', app().url, '--user', 'admin'])).toMatchObject({
      exitCode: 64,
      stderr: 'bellbuoy: no terminal to ask for the password: add --password-stdin\n',
    })
  })
})

describe('kept log-ins', () => {
  test('that others may read are not used', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn, file } = await machine(stack)
    await logIn()
    chmodSync(file, 0o644)
    expect(await run(['project', 'list'])).toEqual({
      exitCode: 65,
      stdout: '',
      stderr: `bellbuoy: ${file} contains tokens, and other users can read it: run chmod 600 ${file}\n`,
    })
  })

  test.for([
    '',
    '{',
    '[]',
    '{"current":"a","contexts":{}}',
    '{"current":null,"contexts":{"a":{"url":"no"}}}',
  ])('that are damaged, as %j, are left alone', async (text) => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn, file } = await machine(stack)
    await logIn()
    writeFileSync(file, text)
    expect(await run(['context', 'list'])).toMatchObject({
      exitCode: 65,
      stderr: `bellbuoy: ${file} is damaged: delete it, and log in again\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('are not forgotten while the server is away, unless that is meant', async () => {
    await using stack = new AsyncDisposableStack()
    const { run, logIn, file } = await machine(stack)
    await logIn(['--name', 'away'])
    const url = `http://127.0.0.1:${await freePort()}`
    writeFileSync(file, readFileSync(file, 'utf8').replace(app().url, url))
    expect((await run(['logout'])).exitCode).toBe(69)
    expect((await run(['context', 'list', '-q'])).stdout).toBe('away\n')
    expect((await run(['logout', '--forget'])).stdout).toBe(
      `Logged out of ${url}; its token stays valid until it expires: revoke it in the console.\n`,
    )
    expect((await run(['context', 'list'])).stdout).toBe('There are no log-ins: run bellbuoy login URL.\n')
  })
})
