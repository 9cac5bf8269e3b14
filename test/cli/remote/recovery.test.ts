import { describe, expect, test } from 'vitest'
import { startCommandsApp } from '../../support/app/commands.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { push } from '../../support/app/push.ts'
import { shared } from '../../support/shared.ts'
import { waitUntil } from '../../support/wait-until.ts'

let isWell = false

const parts = shared(async (stack) => {
  const started = stack.use(
    await startCommandsApp({ settings: { WEBHOOK_MAX_RETRY: '0' } }, ({ path }) =>
      path === '/bad' && !isWell ? { status: 503, body: 'storm' } : { status: 200 },
    ),
  )
  const { api } = started.app
  await createPolicy(api, { project: 'team', name: 'bad', targets: [started.receiver.url('/bad')] })
  const missed = await createPolicy(api, {
    project: 'team',
    name: 'missed',
    targets: [started.receiver.url('/missed')],
  })
  await missed.update({ enabled: false })
  for (let index = 0; index < 5; index++) await push(started.app, { tag: `v${String(index)}` })
  const path = '/api/v2.0/projects/team/webhook/problems?kind=target_failing'
  await waitUntil(async () => (await api.get(path)).body.items[0]?.recoverable === 5, {
    what: 'there is a problem, and five deliveries have failed',
  })
  await missed.update({ enabled: true })
  return started
})

const run = (...args: readonly string[]) => parts().run([...args, '--project', 'team'])

describe('a target that failed', () => {
  test('is a problem that says what helps, and that somebody takes on', async () => {
    const { stdout: table } = await run('problem', 'list', '--kind', 'target_failing')
    expect(table).toMatch(/^PROBLEM .*\n\d+ +open +\d+ s +team\/bad +bad is failing\n$/)
    const { stdout: number } = await run('problem', 'list', '-q', '--kind', 'target_failing')
    const { stdout } = await run('problem', 'show', number.trim())
    expect(stdout).toMatch(/^bad is failing\n.+\n\nstate +open\n/)
    expect(stdout).toContain(
      `5 deliveries; send again with: bellbuoy recover ${number.trim()} --project team\n`,
    )
    const taken = await run('problem', 'acknowledge', number.trim(), '--note', 'on \u202eit')
    expect(taken.stdout).toBe(`Acknowledged problem ${number.trim()}.\n`)
    expect((await run('problem', 'show', number.trim())).stdout).toMatch(
      /acknowledged +by admin, .*: on \\u\{202e\}it\n/,
    )
  })

  test('gets what failed once, after it was said', async () => {
    expect((await run('recover', '--policy', 'bad', '--dry-run')).stdout).toBe(
      'This would send 5 failed deliveries again.\n',
    )
    expect(await run('recover', '--policy', 'bad')).toMatchObject({ exitCode: 64, stdout: '' })
    isWell = true
    expect((await run('recover', '--policy', 'bad', '--yes')).stdout).toBe(
      '5 failed deliveries sent again.\n',
    )
    expect((await run('recover', '--policy', 'bad', '--yes')).stdout).toBe(
      'No failed deliveries are left to send again.\n',
    )
  })
})

test('replay sends what a policy missed, once', async () => {
  const replay = (...args: readonly string[]) => run('replay', 'missed', '--since', '1h', ...args)
  expect((await replay('--dry-run')).stdout).toMatch(/^This would send 5 events to the policy missed\.\n/)
  expect(await replay()).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('add --yes') })
  expect((await replay('--yes', '--json')).stdout).toMatch(/^\{"matched":5,"done":5,/)
  expect((await replay('--yes')).stdout).toMatch(/^The policy missed has missed no events in that time\.\n/)
})

test('a target pauses and resumes, by address or number', async () => {
  const address = parts().receiver.url('/missed')
  const { stdout } = await run('target', 'pause', address)
  expect(stdout).toMatch(/ \(number \d+\) of the policy missed is paused; 0 deliveries wait\.\n$/)
  const number = /number (?<number>\d+)/.exec(stdout)?.groups?.['number'] ?? ''
  expect((await run('policy', 'list')).stdout).toMatch(/missed +paused/)
  expect((await run('target', 'resume', number)).stdout).toContain('is resumed')
})

test('a hold of a project is said, and everything is held by nobody who has not confirmed it', async () => {
  expect((await run('hold', 'on')).stdout).toMatch(
    /^The project is on hold since \S+ \S+, by admin\.\n0 deliveries are waiting\.\n$/,
  )
  expect((await run('hold', 'status')).stdout).toContain('is on hold since')
  expect((await run('hold', 'off')).stdout).toBe(
    'There is no hold: Bellbuoy sends the deliveries of the project team.\n',
  )
  const everything = (...args: readonly string[]) => parts().run(['hold', ...args])
  expect(await everything('on')).toMatchObject({
    exitCode: 64,
    stderr: expect.stringContaining('add --project NAME, or --everything'),
  })
  expect(await everything('on', '--everything')).toMatchObject({
    exitCode: 64,
    stderr: 'bellbuoy: this would hold the deliveries of all projects: add --yes to confirm\n',
  })
  expect((await everything('status')).stdout).toContain('no hold of everything')
  expect((await everything('on', '--everything', '--yes')).stdout).toContain('Everything is on hold')
  expect((await everything('off', '--everything', '--yes')).stdout).toContain('no hold of everything')
})

test.for([
  [['recover'], 64, 'give either numbers of problems'],
  [['recover', '999'], 66, '999'],
  [['replay', 'missed'], 64, '--since'],
  [['replay', 'nowhere', '--since', '1h'], 66, 'there is no policy "nowhere"'],
  [['target', 'pause', 'http://nowhere.test/'], 66, 'no policy of the project team has a target'],
  [['problem', 'show', '999'], 66, '999'],
  [['problem', 'list', '--state', 'lost'], 64, 'Allowed choices'],
  [['hold', 'on', '--everything'], 64, 'add --project NAME, or --everything'],
] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
  expect(await run(...args)).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
})

test.for(['recover', 'replay', 'target pause', 'hold on', 'problem list'])(
  '%s has help with an example',
  async (name) => {
    expect((await parts().run([...name.split(' '), '--help'])).stdout).toContain(
      `Example:\n  bellbuoy ${name}`,
    )
  },
)
