import { describe, expect, test } from 'vitest'
import { runCommand } from '../../support/app/command.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { push } from '../../support/app/push.ts'
import { type TestApp, startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { freePort } from '../../support/free-port.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'

const SLOW = { timeout: 180_000 }
const parts = shared(async (stack) => ({
  folder: stack.use(await temporaryFolder('status')).path,
}))

const status = (app: Pick<TestApp, 'url'>, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  runCommand(['status', ...args], { url: app.url, folder: parts().folder, env })

/** An app whose webhook `deploy` of `team` has failed. */
async function failingApp(stack: AsyncDisposableStack): Promise<TestApp> {
  const receiver = stack.use(await startReceiver({ respond: () => ({ status: 503 }) }))
  const app = stack.use(await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } }))
  const policy = await createPolicy(app.api, { project: 'team', name: 'deploy', targets: [receiver.url()] })
  await push(app)
  await policy.endedAlone()
  await waitUntil(async () => (await app.api.get('/api/v2.0/webhook/problems')).body.needing === 1, {
    what: 'there is a problem',
  })
  return app
}

describe('bellbuoy status', SLOW, () => {
  test('of a server where all is well ends with 0', async () => {
    await using app = await startTestApp()
    const { exitCode, stdout, stderr } = await status(app)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^needs you {2}nothing$/m)
    expect(stdout).toMatch(/^waiting {4}nothing$/m)
    expect(stdout).toMatch(/^default {2}distribution {2}never {7}ok$/m)
  })

  test('names problem, cause and cure, and ends with 1', async () => {
    await using stack = new AsyncDisposableStack()
    const app = await failingApp(stack)
    const { exitCode, stdout } = await status(app)
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^needs you {2}1 problem$/m)
    expect(stdout).toMatch(/^24 hours {3}0 delivered, 1 failed$/m)
    expect(stdout).toMatch(/^deploy is failing \(team\), for \d+ s$/m)
    expect(stdout).toMatch(/^ {2}Cause: the receiver answered 503$/m)
    expect(stdout).toMatch(/^ {2}Fix: Look into the log of the receiver/m)
    expect(stdout).toContain('Failing webhooks\nWEBHOOK')

    const { stdout: json } = await status(app, ['--json'])
    expect(JSON.parse(json)).toMatchObject({
      needing: 1,
      problems: [{ kind: 'target_failing', cause: 'server_error' }],
      last_24_hours: { failed: 1 },
      sources: [{ name: 'default', last_event_at: expect.any(String) }],
      failing_webhooks: [{ project_name: 'team', failed: 1 }],
    })
    const { stdout: numbers } = await status(app, ['--quiet'])
    expect(numbers).toMatch(/^\d+\n$/)
  })

  test('of a project is for its members; that of the server is not, and says what to do', async () => {
    await using stack = new AsyncDisposableStack()
    const app = await failingApp(stack)
    await memberOf(app, 'team', 'maintainer')
    const { user, password } = memberLogin('team', 'maintainer')
    const as = { BELLBUOY_USER: user, BELLBUOY_PASSWORD: password }
    const own = await status(app, ['--project', 'team'], as)
    expect(own.exitCode).toBe(1)
    expect(own.stdout).toMatch(/^project {4}team$/m)
    expect(own.stdout).not.toContain('Sources')
    expect(await status(app, [], as)).toEqual({
      exitCode: 77,
      stdout: '',
      stderr:
        'bellbuoy: forbidden: only system admins can act on the whole system; add --project NAME to act on one project\n',
    })
    expect((await status(app, ['--project', 'nowhere'])).exitCode).toBe(66)
  })

  test('shows who began a hold', async () => {
    await using app = await startTestApp()
    await app.api.post('/api/v2.0/webhook/hold')
    expect((await status(app)).stdout).toMatch(/^held {7}all deliveries, since .*Z, by admin$/m)
  })

  test('says that a server does not answer', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const { exitCode, stderr } = await status({ url })
    expect(exitCode).toBe(69)
    expect(stderr).toMatch(`bellbuoy: the server at ${url} did not answer: `)
  })

  test('help teaches by an example', async () => {
    const { stdout } = await runCommand(['status', '--help'], { folder: parts().folder })
    expect(stdout).toContain('Example:\n  bellbuoy status --project team\n')
  })
})
