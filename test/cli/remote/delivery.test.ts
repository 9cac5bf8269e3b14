import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { runCommand, startCommand } from '../../support/app/command.ts'
import { startCommandsApp } from '../../support/app/commands.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { push } from '../../support/app/push.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'
import { shared } from '../../support/shared.ts'
import { waitUntil } from '../../support/wait-until.ts'

/** The tags of this test that the receiver does not take. */
const refused = new Set<string>()

const parts = shared(async (stack) => {
  const started = stack.use(
    await startCommandsApp({ settings: { WEBHOOK_MAX_RETRY: '0' } }, ({ body }) =>
      [...refused].some((tag) => body.includes(`"tag":"${tag}"`))
        ? { status: 503, body: 'storm \u001b[31m\nstate  delivered' }
        : { status: 200 },
    ),
  )
  await createPolicy(started.app.api, {
    project: 'team',
    name: 'ci',
    targets: [started.receiver.url('/hook')],
  })
  return started
})

const inTeam = (args: readonly string[], env?: NodeJS.ProcessEnv) =>
  parts().run(['delivery', ...args, '--project', 'team'], env)

const deliveries = async (tag: string): Promise<{ id: number; state: string }[]> =>
  (await parts().app.api.get(`/api/v2.0/projects/team/webhook/deliveries?limit=1000&tag=${tag}`)).body.items

/** Pushes so often that so many deliveries of a new tag have ended badly. @returns the tag and their numbers */
async function failedPushes(count: number): Promise<{ tag: string; ids: number[] }> {
  const tag = `v-${randomUUID().slice(0, 8)}`
  refused.add(tag)
  for (let index = 0; index < count; index++) await push(parts().app, { tag })
  const ended = await waitUntil(
    async () => {
      const all = await deliveries(tag)
      return all.filter(({ state }) => state === 'error').length === count && all
    },
    { what: 'the deliveries have failed' },
  )
  return { tag, ids: ended.map(({ id }) => id) }
}

describe('bellbuoy delivery', () => {
  test('lists what failed, and shows its attempts without letting the receiver steer the terminal', async () => {
    const { tag, ids } = await failedPushes(1)
    const { stdout: table } = await inTeam([
      'list',
      '--tag',
      tag,
      '--state',
      'error',
      '--code',
      '5xx',
      '--since',
      '1h',
    ])
    expect(table).toMatch(
      new RegExp(`^DELIVERY .*\n${String(ids[0])} +failed +\\d+ s +503 +team/app:${tag} +ci +http`),
    )
    const { stdout } = await inTeam(['show', String(ids[0])])
    expect(stdout).toMatch(/^state +failed\nreason +the receiver answered 503/)
    expect(stdout).toContain('  < HTTP/1.1 503\n')
    expect(stdout).toContain('    storm \\u{001b}[31m\n    state  delivered\n')
    const { stdout: payload } = await inTeam(['show', String(ids[0]), '--payload'])
    expect(JSON.parse(payload)).toMatchObject({ type: 'PUSH_ARTIFACT' })
  })

  test('sends deliveries again by number, and goes on where one is not there', async () => {
    const { tag, ids } = await failedPushes(2)
    refused.delete(tag)
    const { exitCode, stdout, stderr } = await inTeam(['redeliver', String(ids[0]), '999999', String(ids[1])])
    expect([exitCode, stderr]).toEqual([66, expect.stringContaining('999999')])
    expect(stdout).toMatch(
      /^Sent delivery \d+ again as delivery \d+\.\nSent delivery \d+ again as delivery \d+\.\n$/,
    )
    expect(await deliveries(tag)).toHaveLength(4)
  })

  test('sends all that match again, each once, after it was said', async () => {
    const { tag } = await failedPushes(3)
    const filter = ['--tag', tag, '--policy', 'ci', '--state', 'error']
    expect(await inTeam(['redeliver', ...filter])).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('add --all-matching to confirm'),
    })
    expect((await inTeam(['redeliver', ...filter, '--dry-run'])).stdout).toBe(
      'This would send 3 deliveries again.\n',
    )
    expect(await inTeam(['redeliver', ...filter, '--all-matching'])).toMatchObject({
      exitCode: 64,
      stderr: 'bellbuoy: this would send 3 deliveries again: add --yes to confirm\n',
    })
    expect(await deliveries(tag)).toHaveLength(3)
    refused.delete(tag)
    const acts = ['redeliver', ...filter, '--all-matching', '--yes']
    expect((await inTeam(acts)).stdout).toBe('3 deliveries sent again.\n')
    expect((await inTeam(acts)).stdout).toMatch(/^No matching delivery can be sent again\.\n/)
    expect(await deliveries(tag)).toHaveLength(6)
  })

  test('stops what waits', async () => {
    const { app } = parts()
    const { id } = (await app.api.get('/api/v2.0/projects/team/webhook/policies')).body[0].targets[0]
    await app.api.post(`/api/v2.0/projects/team/webhook/targets/${String(id)}/pause`)
    const tag = `v-${randomUUID().slice(0, 8)}`
    await push(app, { tag })
    await push(app, { tag })
    expect((await inTeam(['stop', '--tag', tag, '--all-matching', '--yes', '--json'])).stdout).toBe(
      '{"matched":2,"done":2,"left":[],"dry_run":false}\n',
    )
    await app.api.post(`/api/v2.0/projects/team/webhook/targets/${String(id)}/resume`)
    expect((await deliveries(tag)).map(({ state }) => state)).toEqual(['stopped', 'stopped'])
  })

  test.for([
    [['redeliver'], 64, 'no deliveries given: give their numbers, or a filter with --all-matching'],
    [['redeliver', '--all-matching', '--yes'], 64, 'no deliveries given'],
    [['redeliver', '--tag', '', '--state', 'error', '--all-matching', '--yes'], 64, 'It is empty.'],
    [['stop', '12', '--state', 'pending', '--yes'], 64, 'give either numbers or a filter'],
    [['stop', '1O'], 64, 'Give a number'],
    [['redeliver', '--policy', 'nowhere', '--all-matching', '--yes'], 66, 'there is no policy "nowhere"'],
    [['list', '--since', 'yesterday'], 64, '--since takes a duration such as 30m'],
    [['list', '--state', 'lost'], 65, 'state'],
    [['show', '999999'], 66, '999999'],
  ] as const)('%j ends with %i and acts on nothing', async ([args, exitCode, says]) => {
    expect(await inTeam(args)).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('help teaches by an example', async () => {
    expect((await inTeam(['redeliver', '--help'])).stdout).toContain(
      'Example:\n  bellbuoy delivery redeliver --policy ci --state error --all-matching\n',
    )
  })

  test('a connection that is cut in the middle ends it, and it says how many were sent', async () => {
    const { tag, ids } = await failedPushes(3)
    refused.delete(tag)
    const { app, folder } = parts()
    // A proxy that loses the second answer.
    await using proxy = await startReceiver({
      async respond({ method, path, headers }, index) {
        const { authorization = '' } = headers
        const answer = await fetch(app.url + path, { method, headers: { authorization } })
        const body = await answer.text()
        const type = { 'content-type': answer.headers.get('content-type') ?? '' }
        return index === 1 ? { does: 'closeMidAnswer' } : { status: answer.status, headers: type, body }
      },
    })
    const { exitCode, stdout, stderr } = await runCommand(
      ['delivery', 'redeliver', ...ids.map(String), '--project', 'team'],
      { url: proxy.url('').replace(/\/$/, ''), folder },
    )
    expect(exitCode).toBe(69)
    expect(stdout).toMatch(/^Sent delivery \d+ again as delivery .*\n$/)
    expect(stderr).toMatch(
      / did not answer: .*it may have made the change already: check .*; 1 of 3 deliveries sent again\n$/,
    )
    expect(proxy.requests).toHaveLength(2)
  })

  test('Ctrl+C between two numbers says how many were sent', async () => {
    const { tag, ids } = await failedPushes(30)
    refused.delete(tag)
    const { app, folder } = parts()
    await using program = startCommand(['delivery', 'redeliver', ...ids.map(String), '--project', 'team'], {
      url: app.url,
      folder,
    })
    await waitUntil(() => program.stdout().includes('\n'), { what: 'the first is sent again', intervalMs: 1 })
    program.signal('SIGINT')
    expect(await program.exited).toBe(130)
    const done = program.stdout().trimEnd().split('\n').length
    expect(done).toBeLessThan(30)
    expect(program.stderr()).toMatch(new RegExp(`^bellbuoy: ${String(done)} of 30 deliveries sent again\n$`))
    expect(await deliveries(tag)).toHaveLength(30 + done)
  })
})
