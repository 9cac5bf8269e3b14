import { describe, expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { manifestRequests } from '../support/registry/manifest-requests.ts'
import { creds, hasRegistry, startRegistrySetup } from '../support/registry/registry-setup.ts'
import { waitUntil } from '../support/wait-until.ts'

describe.skipIf(!hasRegistry)('with a real registry that Bellbuoy reads too', () => {
  test('only pushes, pulls and deletions of manifests are events, whatever else a client or a scanner does', async () => {
    const port = await freePort()
    const account = { REGISTRY_USERNAME: creds.user, REGISTRY_PASSWORD: creds.password }
    const settings = { REGISTRY_URL: `http://127.0.0.1:${port}`, ...account }
    await using setup = await startRegistrySetup({ settings, registryPort: port, includeReferences: true })
    const scanner = { name: 'trivy', url: 'http://127.0.0.1:9', pull_user_agent: 'Trivy' }
    expect((await setup.app.api.post('/api/v2.0/scanners', scanner)).status).toBe(201)
    const by = (userAgent: string, repository = 'quiet/web') =>
      manifestRequests({ host: setup.host, userAgent, creds }, repository)
    const client = by('docker/28.0')
    const image = await client.image('quiet')
    await client.push(image, 'v1')

    const { digest } = await client.blob('a blob by itself', 'application/octet-stream')
    await by('docker/28.0', 'quiet/mounted').send('POST', `blobs/uploads/?mount=${digest}&from=quiet/web`)
    for (const method of ['HEAD', 'GET'] as const) await client.send(method, `blobs/${digest}`)
    await client.pull('v1', 'HEAD')
    await client.pull(image.digest, 'HEAD')
    await client.send('GET', 'tags/list')
    await client.send('POST', 'blobs/uploads/')
    const broken = { ...image, body: '{"schemaVersion":2}', digest: 'v2' }
    await expect(client.push(broken)).rejects.toThrow('400')
    for (const reference of ['v1', image.digest]) await by('Trivy/0.60.0').pull(reference)
    await by('Bellbuoy/1.0').pull('v1')
    // The last one is an event: the registry reports in order, so everything before it was reported too.
    await by('skopeo/1.9.3').pull('v1')

    const events = async () => {
      const { body } = await setup.app.api.get('/api/v2.0/projects/quiet/webhook/received-events')
      return (body.items as { type: string; repository: string }[]).reverse()
    }
    const isOver = async () => (await events()).some(({ type }) => type === 'PULL_ARTIFACT')
    await waitUntil(isOver, { what: 'the last pull is reported', timeoutMs: 10_000 })
    expect((await events()).map(({ type, repository }) => [type, repository])).toEqual([
      ['PUSH_ARTIFACT', 'quiet/web'],
      ['PULL_ARTIFACT', 'quiet/web'],
    ])
  })
})
