import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand, startCommand } from '../../support/app/command.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { freePort } from '../../support/free-port.ts'
import { type Gate, type GateOptions, startGate } from '../../support/services/gate.ts'
import { startLossyProxy } from '../../support/services/lossy-proxy.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { configurations, newName } from './parts.ts'

const { app, folder, files, run } = configurations()
const SLOW = { timeout: 240_000 }
const NOTHING = { exitCode: 0, stdout: 'Nothing to change.\n', stderr: '' }

interface Written {
  readonly name: string
  readonly set?: string
  readonly webhooks?: readonly string[]
  readonly more?: string
}

/** A project with these webhooks, as a file says it. */
function project({ name, set, webhooks = [], more = '' }: Written): string {
  const hooks = webhooks.map(
    (hook) => `
  - name: ${hook}
    enabled: true
    event_types: [PUSH_ARTIFACT]
    targets: [{ type: http, address: 'http://127.0.0.1:9/${hook}' }]`,
  )
  const ofSet = set === undefined ? '' : `kind: ApplySet\nname: ${set}\n---\n`
  const list = hooks.length === 0 ? '' : `\nwebhooks:${hooks.join('')}`
  return `${ofSet}kind: Project\nname: ${name}\n${more}${list}\n`
}

const apply = (text: string, ...options: readonly string[]) =>
  run(['apply', '-f', files({ 'a.yml': text }), ...options])

async function names(path: string, key = 'name'): Promise<readonly string[]> {
  const { body } = await app().api.get(`/api/v2.0${path}`)
  return (body as Record<string, string>[]).map((one) => one[key] ?? '').toSorted()
}
const webhooksOf = (name: string) => names(`/projects/${name}/webhook/policies`)
const exists = async (name: string) => (await app().api.get(`/api/v2.0/projects/${name}`)).status === 200

/** Starts an apply through a gate, and waits until that has closed. */
async function held(text: string, gate: Gate) {
  const dir = files({ 'a.yml': text })
  const program = startCommand(['apply', '-f', dir, '--yes'], { url: gate.url, folder: folder() })
  await waitUntil(() => gate.waiting > 0, { what: 'the gate holds a call', timeoutMs: 120_000 })
  return program
}

/** Applies a file by a process that is killed when the gate has closed. */
async function killed(text: string, options: GateOptions): Promise<void> {
  await using gate = await startGate(app().url, options)
  await using program = await held(text, gate)
  await program.kill('SIGKILL')
}

describe('an apply that is killed when the server has made', SLOW, () => {
  test('a webhook leaves nothing that a later prune does not find', async () => {
    const [name, set] = [newName(), newName()]
    const before = project({ name, set, webhooks: ['one'] })
    expect((await apply(before, '--yes')).stderr).toBe('')
    const closesBehind = new RegExp(`^POST .*/projects/${name}/webhook/policies$`)
    const text = project({ name, set, webhooks: ['one', 'two'] })
    await killed(text, { closesBehind })
    expect(await webhooksOf(name)).toEqual(['one', 'two'])

    expect(await apply(text, '--yes')).toEqual(NOTHING)
    await createPolicy(app().api, { project: name, name: 'by-hand', targets: ['http://127.0.0.1:9/'] })
    expect(await apply(before, '--prune', '--yes')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await webhooksOf(name)).toEqual(['by-hand', 'one'])
  })

  test('a project and what is in it has it pruned by the very next apply too', async () => {
    const [name, set] = [newName(), newName()]
    const text = project({ name, set, webhooks: ['one'] })
    await killed(text, { closesBehind: new RegExp(`^POST .*/projects/${name}/webhook/policies$`) })
    expect(await webhooksOf(name)).toEqual(['one'])
    expect(await apply(`kind: ApplySet\nname: ${set}\n`, '--prune', '--yes')).toMatchObject({ exitCode: 0 })
    expect(await exists(name)).toBe(false)
  })

  test('a project and nothing else has it made whole by the next apply, and pruned after that', async () => {
    const [name, set] = [newName(), newName()]
    const text = project({ name, set, webhooks: ['one'] })
    await killed(text, { closesBehind: /^POST \/api\/v2\.0\/projects$/ })
    expect([await exists(name), await webhooksOf(name)]).toEqual([true, []])
    expect((await apply(text, '--yes')).stderr).toBe('')
    expect(await webhooksOf(name)).toEqual(['one'])
    expect(await apply(`kind: ApplySet\nname: ${set}\n`, '--prune', '--yes')).toMatchObject({ exitCode: 0 })
    expect(await exists(name)).toBe(false)
  })

  test('nothing yet claims nothing that people make under the same name', async () => {
    const [name, set] = [newName(), newName()]
    expect((await apply(project({ name, set }), '--yes')).stderr).toBe('')
    const closesAt = new RegExp(`^POST .*/projects/${name}/webhook/policies$`)
    await killed(project({ name, set, webhooks: ['one'] }), { closesAt })
    await createPolicy(app().api, { project: name, name: 'one', targets: ['http://127.0.0.1:9/by-hand'] })
    expect(await apply(project({ name, set }), '--prune', '--yes')).toEqual(NOTHING)
    expect(await webhooksOf(name)).toEqual(['one'])
  })
})

test(
  'Ctrl+C in the middle of a project undoes that project, leaves those before as they are made and the others alone',
  SLOW,
  async () => {
    const [first, middle, last] = [newName(), newName(), newName()].toSorted() as [string, string, string]
    const text = [first, middle, last]
      .map((name) => project({ name, webhooks: ['one', 'two'] }))
      .join('---\n')
    const closesAt = new RegExp(`^POST .*/projects/${middle}/webhook/policies$`)
    await using gate = await startGate(app().url, { closesAt })
    await using program = await held(text, gate)
    program.signal('SIGINT')
    gate.open()
    expect(await program.exited).toBe(130)
    expect(program.stderr()).toBe(
      `bellbuoy: stopped by Ctrl+C; the changes made so far stay\nProject ${middle}: interrupted\n  apply has undone its changes there\n`,
    )
    expect(program.stdout()).not.toContain('Done.')
    expect([await webhooksOf(first), await exists(middle), await exists(last)]).toEqual([
      ['one', 'two'],
      false,
      false,
    ])
  },
)

test('a change whose answer is cut off is undone, and the next apply makes it', SLOW, async () => {
  const [name, set] = [newName(), newName()]
  const text = project({ name, set, webhooks: ['one'] })
  await using proxy = await startLossyProxy(app().url, {
    times: 1,
    to: `POST /api/v2.0/projects/${name}/web`,
  })
  const dir = files({ 'a.yml': text })
  const cut = await runCommand(['apply', '-f', dir, '--yes'], { url: proxy.url, folder: folder() })
  expect(proxy.lost).toBe(1)
  expect(cut.exitCode).toBe(69)
  expect(cut.stderr).toMatch(
    new RegExp(
      `^bellbuoy: Project ${name}: the server at ${proxy.url} did not answer: .* it may have made the change already`,
    ),
  )
  expect(cut.stderr).toContain('apply has undone its changes there\n')
  expect(await exists(name)).toBe(false)
  expect((await apply(text, '--yes')).stderr).toBe('')
  expect(await apply(`kind: ApplySet\nname: ${set}\n`, '--prune', '--yes')).toMatchObject({ exitCode: 0 })
  expect(await exists(name)).toBe(false)
})

test('without the rights for one of its projects it names that, and changes none', SLOW, async () => {
  const [own, other] = [newName(), newName()].toSorted() as [string, string]
  for (const project_name of [own, other]) await app().api.post('/api/v2.0/projects', { project_name })
  await memberOf(app(), own, 'projectAdmin')
  const { user, password } = memberLogin(own, 'projectAdmin')
  const text = [own, other].map((name) => project({ name, webhooks: ['one'] })).join('---\n')
  const dir = files({ 'a.yml': text })
  const env = { BELLBUOY_USER: user, BELLBUOY_PASSWORD: password }
  expect(await run(['apply', '-f', dir, '--yes'], env)).toEqual({
    exitCode: 77,
    stdout: '',
    stderr: `bellbuoy: Project ${other}: forbidden; nothing was changed\n`,
  })
  expect(await webhooksOf(own)).toEqual([])
  writeFileSync(join(dir, 'a.yml'), project({ name: own, webhooks: ['one'] }))
  expect(await run(['apply', '-f', dir, '--yes'], env)).toMatchObject({ exitCode: 0, stderr: '' })
})

test('nobody, and no server, change nothing', SLOW, async () => {
  const name = newName()
  const dir = files({ 'a.yml': project({ name }) })
  const BELLBUOY_SERVER = `http://127.0.0.1:${await freePort()}`
  expect(await run(['apply', '-f', dir, '--yes'], { BELLBUOY_TOKEN: 'wrong' })).toMatchObject({
    exitCode: 77,
    stdout: '',
    stderr: expect.stringMatching(/^bellbuoy: unauthorized: .* refused the token/),
  })
  expect(await run(['apply', '-f', dir, '--yes'], { BELLBUOY_SERVER })).toMatchObject({
    exitCode: 69,
    stdout: '',
  })
  expect(await exists(name)).toBe(false)
})

test(
  'of two that want something else of one field, the slower says so and changes nothing',
  SLOW,
  async () => {
    const name = newName()
    const of = (severity: string, hook: string) =>
      project({ name, webhooks: [hook], more: `metadata: { severity: ${severity} }` })
    expect((await apply(of('low', 'both'), '--yes')).stderr).toBe('')
    await using gate = await startGate(app().url, {
      closesAt: new RegExp(`^PUT /api/v2\\.0/projects/${name}$`),
    })
    await using slower = await held(of('high', 'slower'), gate)
    expect((await apply(of('critical', 'faster'), '--yes')).stderr).toBe('')
    gate.open()
    expect(await slower.exited).toBe(75)
    expect(slower.stderr()).toContain(
      `conflict: since apply started, someone else has set metadata.severity to "critical", and the files set it to "high" (project ${name}); decide which version is right, and run apply again`,
    )
    expect(await webhooksOf(name)).toEqual(['both', 'faster'])
    expect((await apply(of('high', 'slower'), '--yes')).stderr).toBe('')
    expect(await webhooksOf(name)).toEqual(['both', 'faster', 'slower'])
  },
)

test(
  'of two that create the same project, the slower joins what the faster made, and prunes no more than its own',
  SLOW,
  async () => {
    const [name, set] = [newName(), newName()]
    const slow = project({ name, set, webhooks: ['slower'] })
    const fast = project({ name, set: newName(), webhooks: ['faster'] })
    await using gate = await startGate(app().url, { closesAt: /^POST \/api\/v2\.0\/projects$/ })
    await using slower = await held(slow, gate)
    expect((await apply(fast, '--yes')).stderr).toBe('')
    gate.open()
    expect([await slower.exited, slower.stderr()]).toEqual([0, ''])
    expect(await webhooksOf(name)).toEqual(['faster', 'slower'])
    for (const text of [fast, slow]) expect(await apply(text, '--yes')).toEqual(NOTHING)
    expect(await apply(`kind: ApplySet\nname: ${set}\n`, '--prune', '--yes')).toMatchObject({ exitCode: 0 })
    expect(await webhooksOf(name)).toEqual(['faster'])
  },
)
