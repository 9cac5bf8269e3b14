import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { describe, expect, test } from 'vitest'
import { sourceToken } from '../../../support/app/bellbuoy-process.ts'
import { runCommand } from '../../../support/app/command.ts'
import { startTestApp } from '../../../support/app/start-test-app.ts'
import { available } from '../../../support/available.ts'
import { writeImage } from '../../../support/registry/image.ts'
import { registryConfig } from '../../../support/registry/registry-config.ts'
import { startRegistry } from '../../../support/registry/registry.ts'
import { skopeo } from '../../../support/registry/skopeo.ts'
import { shared } from '../../../support/shared.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { waitUntil } from '../../../support/wait-until.ts'

const SLOW = { timeout: 300_000 }
const parts = shared(async (stack) => ({
  app: stack.use(await startTestApp()),
  folder: stack.use(await temporaryFolder('doctor')).path,
}))

const address = (): string => `${parts().app.url}/service/notifications`

/** What the doctor says of a configuration. */
async function saysOf(text: string, args: readonly string[] = []) {
  const { app, folder } = parts()
  const file = join(folder, 'registry-config')
  await writeFile(file, text)
  const ran = await runCommand(['doctor', '--registry-config', file, ...args], { url: app.url, folder })
  // Lines are broken for the terminal.
  return { ...ran, text: ran.stdout.replaceAll(/\n +/g, ' ') }
}

const distribution = (endpoint: object, events: object = { includereferences: true }): string =>
  stringify({
    version: '0.1',
    notifications: {
      events,
      endpoints: [
        {
          name: 'bellbuoy',
          url: address(),
          headers: { Authorization: [`Bearer ${sourceToken}`] },
          ...endpoint,
        },
      ],
    },
  })

const zot = (sink: object, enable = true): string =>
  JSON.stringify({
    distSpecVersion: '1.1.1',
    extensions: { events: { enable, sinks: [{ type: 'http', ...sink }] } },
  })

describe('bellbuoy doctor --registry-config', SLOW, () => {
  test('finds nothing in the configuration that the tests give to a real registry', async () => {
    const config = registryConfig(parts().folder, '127.0.0.1:5000', {
      notificationsUrl: address(),
      token: sourceToken,
      includeReferences: true,
    })
    const { exitCode, text, stderr } = await saysOf(config)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(text).toContain('its token belongs to the source default')
    expect(text).toContain('0 failed, 0 warnings')
  })

  test.for([
    [{ disabled: true }, /^bad .*line 7: the endpoint is disabled.* Fix: Write disabled: false/m],
    [
      { timeout: '200ms' },
      /^warn .*line 11: the timeout of a notification is only 200 ms Fix: Write timeout: 3s/m,
    ],
    [{ backoff: '5m' }, /^warn .*line 11: after failures .* 300 s .* Fix: Write backoff: 1s/m],
    [
      { ignore: { actions: ['push', 'x'] } },
      /^bad .*the configuration excludes push \(.*\) Fix: Write actions: \[x\]/m,
    ],
    [
      { ignore: { actions: ['pull'] } },
      /^warn .*the configuration excludes pull \(.*\) Fix: Write actions: \[\]/m,
    ],
    [
      { ignoredmediatypes: ['application/vnd.oci.image.manifest.v1+json', 'application/octet-stream'] },
      /^bad .*manifests with media type application\/vnd\.oci\.image\.manifest\.v1\+json Fix: Write ignoredmediatypes: \[application\/octet-stream\]/m,
    ],
    [
      { headers: { Authorization: ['Bearer wrong'] } },
      /^bad .*its token does not belong to the source default/m,
    ],
    [
      { headers: {} },
      /^bad .*line 7: the endpoint sends no token Fix: Write headers: \{ Authorization: \[Bearer TOKEN\] \}/m,
    ],
  ] as const)('%j: names the line and what to write instead', async ([endpoint, says]) => {
    const { text, exitCode } = await saysOf(distribution(endpoint))
    expect(text).toMatch(says)
    expect(exitCode).toBe(text.includes('\nbad') || text.startsWith('bad') ? 1 : 0)
  })

  test('names another address, and another source', async () => {
    const elsewhere = await saysOf(distribution({ url: 'https://elsewhere.example.com/hook' }))
    expect(elsewhere.text).toContain(`Add an endpoint with url: ${address()}`)
    const unknown = await saysOf(distribution({ url: `${address()}/nowhere` }))
    expect(unknown.text).toContain(
      `there is no source nowhere; existing sources: default Fix: Write ${address()}/default`,
    )
    const other = await saysOf(distribution({ url: `https://buoy.example.com/service/notifications` }))
    expect(other.text).toMatch(/^warn .*the host differs from that of EXTERNAL_URL/m)
  })

  test('misses the references of manifests', async () => {
    const { text } = await saysOf(distribution({}, {}))
    expect(text).toContain('Fix: Write includereferences: true under notifications.events')
  })

  test('reads the JSON of zot', async () => {
    const { app } = parts()
    const created = await app.api.post('/api/v2.0/sources', {
      name: 'zot',
      kind: 'zot',
      settings: { registry_host: 'r.example.com' },
    })
    const { token } = created.body as { token: string }
    const sink = {
      address: `${address()}/zot`,
      timeout: '5s',
      credentials: { username: 'zot', password: token },
    }
    const good = await saysOf(zot(sink))
    expect(good.exitCode).toBe(0)
    expect(good.text).toContain('its token belongs to the source zot')
    expect((await saysOf(zot(sink, false))).text).toContain('Fix: Write "enable": true')
    const wrong = { ...sink, credentials: { username: 'zot', password: 'wrong' } }
    expect((await saysOf(zot(wrong))).text).toContain(
      '"credentials": { "username": "zot", "password": "TOKEN" }',
    )
    const mixed = await saysOf(zot({ ...sink, address: address() }))
    expect(mixed.text).toContain(
      'the source default has the kind distribution, but the configuration is for zot',
    )
  })

  test.for([
    ['notifications: [', 'cannot read'],
    ['hello: world', 'not a configuration of CNCF Distribution or zot'],
    ['version: 0.1', 'it has no notification endpoint'],
  ] as const)('%j is a finding: %s', async ([text, says]) => {
    const ran = await saysOf(text)
    expect([ran.exitCode, ran.stderr]).toEqual([1, ''])
    expect(ran.text).toContain(says)
  })

  test.skipIf(!available('docker-registry', 'skopeo'))(
    'says that version 2.8 of a registry reports what it is to leave out, as it does',
    async () => {
      const { app, folder } = parts()
      const configuration = distribution({ ignore: { actions: ['push'] } })
      expect((await saysOf(configuration)).text).toContain('the configuration excludes push')
      await app.api.post('/api/v2.0/projects', { project_name: 'heard' })
      await using registry = await startRegistry({ pasted: configuration })
      const image = await writeImage(join(folder, 'image'), 'heard')
      const name = `docker://${registry.host}/heard/app:v1`
      await skopeo.copy(image.source, name)
      await skopeo.copy(name, `oci:${join(folder, 'pulled')}:latest`)
      const types = await waitUntil(
        async () => {
          const { body } = await app.api.get('/api/v2.0/projects/heard/webhook/received-events')
          const items = body.items as { type: string }[]
          return items.length > 1 && items.map(({ type }) => type)
        },
        { what: 'both are reported', timeoutMs: 60_000 },
      )
      expect(types).toEqual(['PULL_ARTIFACT', 'PUSH_ARTIFACT'])
    },
  )
})
