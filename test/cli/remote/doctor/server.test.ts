import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../../support/app/command.ts'
import { memberLogin, memberOf } from '../../../support/app/people.ts'
import { push } from '../../../support/app/push.ts'
import { type TestApp, startTestApp } from '../../../support/app/start-test-app.ts'
import { createPolicy } from '../../../support/app/webhook-policy.ts'
import { freePort } from '../../../support/free-port.ts'
import { type Respond, startReceiver } from '../../../support/receivers/receiver.ts'
import { shared } from '../../../support/shared.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { waitUntil } from '../../../support/wait-until.ts'

const SLOW = { timeout: 300_000 }
const parts = shared(async (stack) => ({ folder: stack.use(await temporaryFolder('doctor')).path }))

interface Found {
  readonly level: string
  readonly about: string
  readonly finding: string
  readonly fix?: string
}

async function found(app: Pick<TestApp, 'url'>, env: NodeJS.ProcessEnv = {}) {
  const ran = await runCommand(['doctor', '--json'], { url: app.url, folder: parts().folder, env })
  const lines = ran.stdout.split('\n').filter((line) => line !== '')
  return { ...ran, findings: lines.map((line) => JSON.parse(line) as Found) }
}

/** What the doctor says after one delivery to a receiver that answers so. */
async function afterDelivery(respond: Respond) {
  await using receiver = await startReceiver({ respond })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await createPolicy(app.api, { name: 'deploy', targets: [receiver.url()] })
  await push(app)
  await policy.endedAlone(60_000)
  return await found(app)
}

describe('bellbuoy doctor of a server', SLOW, () => {
  test('finds nothing bad where all is well, and says which source has never reported', async () => {
    await using app = await startTestApp()
    const { exitCode, findings } = await found(app)
    expect(exitCode).toBe(0)
    expect(findings).toContainEqual({ level: 'ok', about: 'database', finding: 'it is healthy' })
    expect(findings).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        about: 'source default',
        finding: 'it has never reported an event',
      }),
    )
  })

  test('finds a receiver that redirects, and says where to', async () => {
    const { findings } = await afterDelivery(() => ({ does: 'redirect', to: 'https://new.example.com/hook' }))
    expect(findings).toContainEqual({
      level: 'warn',
      about: expect.stringMatching(/^receiver http/),
      finding: 'it answers 307, a redirect to https://new.example.com/hook, which counts as a failure',
      fix: 'Set the address of the target to https://new.example.com/hook.',
    })
  })

  test('finds a receiver that answers slowly', async () => {
    const { exitCode, findings } = await afterDelivery(async () => {
      await delay(3100)
      return { status: 200 }
    })
    expect(exitCode).toBe(0)
    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'warn', finding: expect.stringContaining('it answers slowly') }),
    )
  })

  test('finds a receiver whose clock is behind', async () => {
    const date = new Date(Date.now() - 600_000).toUTCString()
    const { findings } = await afterDelivery(() => ({ status: 200, headers: { date } }))
    expect(findings).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        finding: expect.stringMatching(/^its clock is \d{3} s behind the server$/),
      }),
    )
  })

  test('names a blocked address with its cure, and a switch that is off', async () => {
    await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
    const policy = await createPolicy(app.api, { name: 'deploy', targets: ['http://169.254.169.254/'] })
    await push(app)
    await policy.endedAlone(60_000)
    await waitUntil(async () => (await app.api.get('/api/v2.0/webhook/problems')).body.needing === 1, {
      what: 'there is a problem',
      timeoutMs: 60_000,
    })
    await app.api.put('/api/v2.0/configurations', { notification_enable: false })
    const { exitCode, findings } = await found(app)
    expect(exitCode).toBe(1)
    expect(findings).toContainEqual(
      expect.objectContaining({
        level: 'bad',
        about: 'target failing',
        fix: 'Allow the address with TARGET_ALLOW, or use another one.',
      }),
    )
    expect(findings).toContainEqual(expect.objectContaining({ level: 'bad', about: 'switch' }))
  })

  test('a server that does not answer is a finding; a caller without rights is none', async () => {
    const away = await found({ url: `http://127.0.0.1:${await freePort()}` })
    expect(away.exitCode).toBe(1)
    expect(away.findings).toMatchObject([{ level: 'bad', about: 'server' }])
    await using app = await startTestApp()
    await memberOf(app, null, 'guest')
    const { user, password } = memberLogin(null, 'guest')
    const forbidden = await found(app, { BELLBUOY_USER: user, BELLBUOY_PASSWORD: password })
    expect(forbidden.exitCode).toBe(77)
  })

  test('help teaches by an example', async () => {
    const { stdout } = await runCommand(['doctor', '--help'], { folder: parts().folder })
    expect(stdout).toContain('Example:\n  bellbuoy doctor --registry-config')
  })
})
