import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startCommandsApp } from '../../support/app/commands.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { shared } from '../../support/shared.ts'

const parts = shared(async (stack) => {
  const started = stack.use(
    await startCommandsApp({}, ({ path }) =>
      path === '/bad' ? { status: 503, body: 'storm \u001b[31m' } : { status: 200, body: 'ahoy' },
    ),
  )
  await started.app.api.post('/api/v2.0/projects', { project_name: 'team' })
  return started
})

const inTeam = (args: readonly string[], env?: NodeJS.ProcessEnv) =>
  parts().run(['policy', ...args, '--project', 'team'], env)
const newName = (): string => `ci-${randomUUID().slice(0, 8)}`

/** Writes a script that stands for an editor. */
function editor(script: string): string {
  const file = join(parts().folder, `editor-${randomUUID()}.sh`)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

async function newPolicy(path = '/hook'): Promise<string> {
  const name = newName()
  await createPolicy(parts().app.api, {
    project: 'team',
    name,
    targets: [{ address: parts().receiver.url(path), auth_header: 'Bearer the-secret' }],
  })
  return name
}

describe('bellbuoy policy', () => {
  test('creates a policy by options, with a secret from a file, and lists it', async () => {
    const name = newName()
    const secret = join(parts().folder, 'secret')
    writeFileSync(secret, 'Bearer abc\n')
    const address = parts().receiver.url('/hook')
    const wants = ['--event', 'PUSH_ARTIFACT', '--tags', 'v*', 'rc-*']
    const sends = ['--target', address, '--auth-header-file', secret]
    const { stdout, exitCode } = await inTeam(['create', name, ...wants, ...sends])
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^Created the policy ${name} with number \\d+; it is enabled.\n$`)),
    ])
    expect((await inTeam(['list'])).stdout).toMatch(new RegExp(`${name} +enabled +PUSH_ARTIFACT +${address}`))
    const { stdout: json } = await inTeam(['get', name, '--json'])
    expect(JSON.parse(json)).toMatchObject({
      name,
      filter: { tags: { include: ['v*', 'rc-*'] } },
      targets: [{ has_auth_header: true }],
    })
  })

  test('get prints YAML that edit takes back, and the stored secret stays', async () => {
    const name = await newPolicy()
    const { stdout: yaml } = await inTeam(['get', name])
    expect(yaml).not.toContain('the-secret')
    const file = join(parts().folder, `${name}.yml`)
    writeFileSync(file, yaml.replace('enabled: true', 'enabled: true\ndescription: builds'))
    expect(await inTeam(['edit', name, '-f', file])).toMatchObject({ exitCode: 0, stderr: '' })
    await inTeam(['test', name])
    expect(parts().receiver.requests.at(-1)?.headers['authorization']).toBe('Bearer the-secret')
    expect((await inTeam(['get', name])).stdout).toContain('description: builds')
    // The file is of the version before its own change.
    const again = await inTeam(['edit', name, '-f', file])
    expect([again.exitCode, again.stderr]).toEqual([
      75,
      expect.stringContaining('someone else has just changed'),
    ])
  })

  test('edit keeps what was written in the editor when the server refuses it, and names the file', async () => {
    const name = await newPolicy()
    const EDITOR = editor('sed -i s/PUSH_ARTIFACT/PUSH_NOTHING/ "$1"')
    const { exitCode, stderr } = await inTeam(['edit', name], { EDITOR })
    expect(exitCode).toBe(65)
    const file = /Your text is saved in (?<file>\S+);/.exec(stderr)?.groups?.['file'] ?? ''
    expect(readFileSync(file, 'utf8')).toContain('PUSH_NOTHING')
    expect((await inTeam(['get', name])).stdout).toContain('PUSH_ARTIFACT')
  })

  test('edit sends what was written in the editor, and nothing where nothing was', async () => {
    const name = await newPolicy()
    const changed = await inTeam(['edit', name], {
      EDITOR: editor('sed -i s/PUSH_ARTIFACT/PULL_ARTIFACT/ "$1"'),
    })
    expect(changed).toMatchObject({ exitCode: 0, stdout: `Changed the policy ${name}.\n` })
    expect((await inTeam(['get', name])).stdout).toContain('PULL_ARTIFACT')
    const same = await inTeam(['edit', name], { EDITOR: editor('exit 0') })
    expect(same.stdout).toBe(`Nothing to change in the policy ${name}.\n`)
  })

  test('edit says that somebody else was faster, and keeps what was written', async () => {
    const name = await newPolicy()
    const { app, folder } = parts()
    const other = `"${process.execPath}" "${join(import.meta.dirname, '../../../src/main.ts')}"`
    const EDITOR = editor(
      `XDG_CONFIG_HOME=${folder} ${other} policy disable ${name} --project team && sed -i s/PUSH_/PULL_/ "$1"`,
    )
    const { exitCode, stderr } = await inTeam(['edit', name], { EDITOR })
    expect([exitCode, stderr]).toEqual([75, expect.stringMatching(/someone else .*\nYour text is saved in /)])
    const { body } = await app.api.get(`/api/v2.0/projects/team/webhook/policies?q=name%3D${name}`)
    expect(body).toMatchObject([{ enabled: false, event_types: ['PUSH_ARTIFACT'] }])
  })

  test('disables and enables a policy, by its name or number', async () => {
    const name = await newPolicy()
    expect((await inTeam(['disable', name])).stdout).toBe(`The policy ${name} is now disabled.\n`)
    const { id } = JSON.parse((await inTeam(['get', name, '--json'])).stdout) as { id: number }
    expect((await inTeam(['enable', String(id)])).stdout).toBe(`The policy ${name} is now enabled.\n`)
    expect((await inTeam(['enable', name])).stdout).toBe(`The policy ${name} is already enabled.\n`)
  })

  test('test prints what the receiver answers; 1 where it does not take the sample', async () => {
    const [good, bad] = [await newPolicy('/good'), await newPolicy('/bad')]
    expect(await inTeam(['test', good])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^accepted {2}http\S+ \(target \d+\): response 200 after \d+ ms\n {2}ahoy\n$/,
      ),
    })
    expect(await inTeam(['test', bad])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^not accepted {2}http\S+ .*: response 503 after \d+ ms\n(.*\n)* {2}storm \\u\{001b\}\[31m\n$/,
      ),
    })
  })

  test('preview prints the payload of the first event type, byte for byte', async () => {
    const name = await newPolicy()
    const { exitCode, stdout } = await inTeam(['preview', name])
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { type: 'PUSH_ARTIFACT' }])
  })

  test('deletes nothing that nobody has confirmed', async () => {
    const name = await newPolicy()
    expect(await inTeam(['delete', name])).toMatchObject({
      exitCode: 64,
      stderr: `bellbuoy: this would delete the policy ${name} of the project team and stop its 0 waiting deliveries: add --yes to confirm\n`,
    })
    expect((await inTeam(['delete', name, '--yes'])).stdout).toBe(`Deleted the policy ${name}.\n`)
    expect((await inTeam(['get', name])).exitCode).toBe(66)
  })

  test.for([
    [['get', 'nowhere'], 66, 'there is no policy "nowhere" in the project team'],
    [['create', 'x', '--event', 'PUSH_ARTIFACT', '--target', ''], 64, 'It is empty.'],
    [['create', 'x', '--event', 'PUSH_ARTIFACT'], 65, 'empty notification target'],
    [['create', '-f', 'nowhere.yml'], 64, 'cannot read nowhere.yml'],
    [['create', 'x', '-f', '-', '--auth-header-file', '-'], 64, 'cannot both be standard input'],
    [['create', 'x', '--auth-header', 'Bearer abc'], 64, 'unknown option'],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
    expect(await inTeam(args)).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('says that somebody may not', async () => {
    await memberOf(parts().app, 'team', 'guest')
    const { user, password } = memberLogin('team', 'guest')
    const env = { BELLBUOY_USER: user, BELLBUOY_PASSWORD: password }
    expect(await inTeam(['list'], env)).toMatchObject({ exitCode: 77, stdout: '' })
  })

  test('help teaches by an example', async () => {
    expect((await inTeam(['edit', '--help'])).stdout).toContain(
      'Example:\n  bellbuoy policy edit ci --project team -f ci.yml\n',
    )
  })
})
