import { describe, expect, test } from 'vitest'
import { startBellbuoy } from '../../support/app/bellbuoy-process.ts'
import { runCommand, startCommand } from '../../support/app/command.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { push } from '../../support/app/push.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { freePort } from '../../support/free-port.ts'
import type { Program } from '../../support/program.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'

const SLOW = { timeout: 300_000 }
const parts = shared(async (stack) => ({
  app: stack.use(await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '50', WEBHOOK_MAX_RETRY: '2' } })),
  folder: stack.use(await temporaryFolder('tail')).path,
}))

const tail = (args: readonly string[], url = parts().app.url) =>
  startCommand(['tail', ...args], { url, folder: parts().folder })

interface Line {
  readonly event?: { readonly id: string; readonly tag: string; readonly type: string }
  readonly delivery?: {
    readonly id: number
    readonly tag: string
    readonly state: string
    readonly attempts: number
  }
}

const linesOf = (program: Program): readonly Line[] =>
  program
    .stdout()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)

const tagsOf = (program: Program, state: string) =>
  linesOf(program).flatMap(({ delivery }) => (delivery?.state === state ? [delivery.tag] : []))

const shown = (program: Program, count: number, what: 'event' | 'delivery') =>
  waitUntil(() => linesOf(program).filter((line) => line[what] !== undefined).length >= count, {
    what: `${count} lines about ${what}`,
    timeoutMs: 120_000,
  })

describe('bellbuoy tail', SLOW, () => {
  test('shows each event and delivery once, over the death and the next start of the server', async () => {
    await using receiver = await startReceiver()
    await using folder = await temporaryFolder('server')
    const env = { BELLBUOY_PORT: String(await freePort()) }
    await using first = await startBellbuoy({ dir: folder.path, env, startLimitMs: 120_000 })
    await createPolicy(first.api, { targets: [receiver.url()] })
    await using program = tail(['--json'], first.url)
    await waitUntil(
      async () => {
        await push(first, { tag: 'begun' })
        return linesOf(program).length > 0
      },
      { what: 'the tail has begun', timeoutMs: 120_000, intervalMs: 500 },
    )
    for (const tag of ['a1', 'a2', 'a3']) await push(first, { tag })
    await first.kill('SIGKILL')
    await waitUntil(() => program.stderr().includes('waiting for the server'), {
      what: 'the tail notices',
      timeoutMs: 120_000,
    })
    await using second = await startBellbuoy({ dir: folder.path, env, startLimitMs: 120_000 })
    for (const tag of ['b1', 'b2', 'b3']) await push(second, { tag })
    const expected = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3']
    await waitUntil(() => expected.every((tag) => tagsOf(program, 'success').includes(tag)), {
      what: 'all are shown',
      timeoutMs: 120_000,
    })
    expect(await program.kill('SIGINT')).toBe(130)
    const ids = linesOf(program).map(
      ({ event, delivery }) => event?.id ?? `${delivery!.id} ${delivery!.state}`,
    )
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
    const events = linesOf(program).flatMap(({ event }) => (event === undefined ? [] : [event.tag]))
    expect(events.filter((tag) => tag !== 'begun')).toEqual(expected)
    expect(program.stderr()).toContain('the server answers again')
  })

  test('shows a delivery again when a retry follows and when it ends', async () => {
    const { app } = parts()
    await using receiver = await startReceiver({ respond: (_, index) => ({ status: index < 2 ? 500 : 200 }) })
    await createPolicy(app.api, { project: 'retried', targets: [receiver.url()] })
    await push(app, { repository: 'retried/app', tag: 'v1' })
    await using program = tail(['--json', '--since', '10m', '--project', 'retried'])
    await waitUntil(() => tagsOf(program, 'success').length === 1, { what: 'it ends', timeoutMs: 120_000 })
    expect(linesOf(program).map(({ event, delivery }) => event?.type ?? delivery!.tag)).toContain(
      'PUSH_ARTIFACT',
    )
  })

  test('begins in the past, and shows only what is asked for', async () => {
    const { app } = parts()
    await using receiver = await startReceiver()
    const policy = await createPolicy(app.api, { project: 'kept', name: 'one', targets: [receiver.url()] })
    // What a stranger calls themselves steers no terminal.
    await push(app, { repository: 'kept/app', tag: 'v1', user: 'an\u{1b}[2Jna' })
    await push(app, { repository: 'kept/other', tag: 'v2' })
    await policy.ended(2)
    await using byRepository = tail(['--json', '--since', '1h', '--repository', 'kept/app'])
    await shown(byRepository, 1, 'delivery')
    expect(linesOf(byRepository)).toMatchObject([{ event: { tag: 'v1' } }, { delivery: { tag: 'v1' } }])
    await byRepository.kill('SIGINT')

    await using byPolicy = tail([
      '--json',
      '--since',
      '1h',
      '--project',
      'kept',
      '--policy',
      'one',
      '--state',
      'success',
    ])
    await shown(byPolicy, 2, 'delivery')
    expect(linesOf(byPolicy)).toMatchObject([{ delivery: { tag: 'v1' } }, { delivery: { tag: 'v2' } }])
    await byPolicy.kill('SIGINT')

    await using asText = tail(['--since', '1h', '--project', 'kept'])
    await waitUntil(() => asText.stdout().split('\n').length > 4, { what: 'four lines', timeoutMs: 120_000 })
    expect(asText.stdout()).toMatch(/^\d\d-\d\d \d\d:\d\d:\d\dZ PUSH_ARTIFACT kept\/app:v1 by an.*na$/m)
    expect(asText.stdout()).not.toContain('\u{1b}')
    expect(asText.stdout()).toMatch(/^\S+ \S+ {3}success one \(200 in \d+ ms\) kept\/other:v2 → http/m)
    expect(await asText.kill('SIGINT')).toBe(130)
    expect(asText.stderr()).toBe('')
  })

  test.for([
    [['--since', 'yesterday'], 64, 'yesterday is not a time for --since'],
    [['--state', 'broken'], 64, '"broken" is not a delivery state: use pending'],
    [
      ['--policy', 'nobody'],
      66,
      'there is no policy "nobody" for all projects; add --project NAME for a policy of a project',
    ],
    [['--project', 'nowhere'], 66, 'project nowhere not found'],
    [['--type', 'PUSHARTIFACT'], 64, 'there is no event type "PUSHARTIFACT"; did you mean PUSH_ARTIFACT?'],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
    const { app, folder } = parts()
    const ran = await runCommand(['tail', ...args], { url: app.url, folder })
    expect(ran).toEqual({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('is not for those without rights, nor for a server that is away from the beginning', async () => {
    const { app, folder } = parts()
    await app.api.post('/api/v2.0/projects', { project_name: 'closed' })
    await memberOf(app, 'closed', 'guest')
    const { user, password } = memberLogin('closed', 'guest')
    const env = { BELLBUOY_USER: user, BELLBUOY_PASSWORD: password }
    const forbidden = await runCommand(['tail', '--project', 'closed'], { url: app.url, folder, env })
    expect([forbidden.exitCode, forbidden.stdout]).toEqual([77, ''])
    const away = await runCommand(['tail'], { url: `http://127.0.0.1:${await freePort()}`, folder })
    expect([away.exitCode, away.stderr]).toEqual([69, expect.stringContaining('did not answer')])
  })

  test('help teaches by an example', async () => {
    const { stdout } = await runCommand(['tail', '--help'], { folder: parts().folder })
    expect(stdout).toContain('Example:\n  bellbuoy tail --since 10m --project team\n')
  })
})
