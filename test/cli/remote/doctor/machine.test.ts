import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../../support/app/command.ts'
import { startTestApp } from '../../../support/app/start-test-app.ts'
import { createPolicy } from '../../../support/app/webhook-policy.ts'
import { freePort } from '../../../support/free-port.ts'
import { startReceiver } from '../../../support/receivers/receiver.ts'
import { shared } from '../../../support/shared.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const SLOW = { timeout: 300_000 }
const parts = shared(async (stack) => ({
  app: stack.use(await startTestApp()),
  folder: stack.use(await temporaryFolder('machine')).path,
}))

/** What the doctor says of this machine with these settings; no server is named. */
async function saysOf(settings: Readonly<Record<string, string>>, text = '') {
  const { folder } = parts()
  const file = join(folder, 'bellbuoy.yml')
  await writeFile(file, text)
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`BELLBUOY_${name}`, value]))
  const ran = await runCommand(['doctor', '--config', file], { folder, env })
  return { ...ran, text: ran.stdout.replaceAll(/\n +/g, ' ') }
}

const portOf = (url: string): string => new URL(url).port

describe('bellbuoy doctor --config', SLOW, () => {
  test('names every mistake in the settings', async () => {
    const { exitCode, text } = await saysOf({ PROT: '1' }, 'retrys: 3\n')
    expect(exitCode).toBe(1)
    expect(text).toMatch(/^bad {3}settings: .*there is no setting retrys/m)
    expect(text).toMatch(
      /^bad {3}settings: BELLBUOY_PROT: there is no setting of this name; did you mean BELLBUOY_PORT\?/m,
    )
  })

  test('finds Bellbuoy at its port, and says that the server was not asked', async () => {
    const { text } = await saysOf({ PORT: portOf(parts().app.url) })
    expect(text).toMatch(/^ok {4}port \d+: Bellbuoy answers on this port$/m)
    expect(text).toMatch(/^warn {2}server: not checked Fix: no server given/m)
  })

  test('finds another program at its port, or nobody', async () => {
    await using receiver = await startReceiver()
    const other = await saysOf({ PORT: portOf(receiver.url()) })
    expect([other.exitCode, other.text]).toEqual([
      1,
      expect.stringMatching(/^bad {3}port \d+: another program uses this port/m),
    ])
    expect((await saysOf({ PORT: String(await freePort()) })).text).toMatch(
      /^warn {2}port \d+: nothing listens on this port/m,
    )
  })

  test('finds a key that others may read', async () => {
    const database = join(parts().folder, 'own.db')
    for (const file of [database, `${database}.key`]) await writeFile(file, 'x')
    await chmod(database, 0o600)
    await chmod(`${database}.key`, 0o644)
    const { exitCode, text } = await saysOf({ DATABASE_URL: `sqlite:${database}` })
    expect(exitCode).toBe(1)
    expect(text).toContain(
      `other users can read ${database}.key (mode 644) Fix: Run chmod 600 ${database}.key.`,
    )
    expect(text).toContain(`ok    database: only its owner can read ${database}`)
  })

  test('finds a registry that cannot be looked up, reached or trusted', async () => {
    expect((await saysOf({ REGISTRY_URL: 'https://registry.invalid' })).text).toMatch(
      /^bad {3}registry: cannot resolve registry\.invalid/m,
    )
    expect((await saysOf({ REGISTRY_URL: `http://127.0.0.1:${await freePort()}` })).text).toMatch(
      /^bad {3}registry: cannot reach .*ECONNREFUSED/m,
    )
    await using untrusted = await startReceiver({ tls: true })
    expect((await saysOf({ REGISTRY_URL: untrusted.url() })).text).toMatch(
      /^bad {3}registry: .* Fix: Renew the certificate, or make Bellbuoy trust its issuer: REGISTRY_CA/m,
    )
  })

  test('finds the clock of a registry behind', async () => {
    const date = new Date(Date.now() - 120_000).toUTCString()
    await using registry = await startReceiver({ respond: () => ({ status: 200, headers: { date } }) })
    expect((await saysOf({ REGISTRY_URL: registry.url() })).text).toMatch(
      /^warn {2}clock of the registry: 1\d\d s behind this machine/m,
    )
  })

  test('asks the server too where one is named, and looks up the hosts of its targets from here', async () => {
    const { app, folder } = parts()
    await createPolicy(app.api, { project: 'far', targets: ['https://receiver.invalid/hook'] })
    const file = join(folder, 'bellbuoy.yml')
    await writeFile(file, '')
    const env = { BELLBUOY_PORT: portOf(app.url) }
    const { stdout } = await runCommand(['doctor', '--config', file], { url: app.url, folder, env })
    expect(stdout).toMatch(/^ok {4}clock: this machine and the server are in step$/m)
    expect(stdout).toMatch(/^warn {2}target: cannot resolve receiver\.invalid/m)
  })

  test('a file that is not there is a slip', async () => {
    const ran = await runCommand(['doctor', '--config', '/nowhere.yml'], { folder: parts().folder })
    expect(ran).toEqual({ exitCode: 66, stdout: '', stderr: 'bellbuoy: there is no file /nowhere.yml\n' })
  })
})
