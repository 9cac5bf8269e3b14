import { beforeAll, describe, expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/domain/event/event-type.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { chartArchive } from '../support/registry/chart.ts'
import { startChartMuseum } from '../support/services/chart-museum.ts'
import {
  type RegistrySetup,
  creds,
  hasRegistry,
  users,
  startRegistrySetup,
} from '../support/registry/registry-setup.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { type ScannerAdapter, startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

describe.skipIf(!hasRegistry)(
  'what the user guide of Harbor 1.10 promises of each event is delivered',
  () => {
    let setup: RegistrySetup
    let receiver: Receiver
    let adapter: ScannerAdapter

    beforeAll(async () => {
      await using stack = new AsyncDisposableStack()
      const museum = stack.use(await startChartMuseum())
      receiver = stack.use(await startReceiver())
      adapter = stack.use(await startScannerAdapter())
      const settings = { CHARTMUSEUM_URL: museum.url }
      setup = stack.use(await startRegistrySetup({ includeReferences: true, settings }))
      await subscribe('rows')
      const scanner = { name: 'double', url: adapter.url }
      expect((await setup.app.api.post('/api/v2.0/scanners', scanner)).status).toBe(201)
      const owned = stack.move()
      return () => owned.disposeAsync()
    })

    const subscribe = (project: string) =>
      createPolicy(setup.app.api, {
        project,
        eventTypes: EVENT_TYPES.filter((type) => type !== 'CREATE_TAG'),
        targets: [{ address: receiver.url(), payload_format: 'Guide' }],
      })

    /** The entries of the first webhook of a type about a repository of the project. */
    async function told(type: string, repository: string) {
      const payloads = () => receiver.requests.map(({ body }) => JSON.parse(body))
      const isIt = ({ event_type, events }: { event_type: string; events: { repo_name: string }[] }) =>
        event_type === type && events[0]!.repo_name === repository
      await receiver.waitUntil(() => payloads().some(isIt), 20_000)
      return payloads().find(isIt).events
    }

    const by = (user_name: string) => ({ namespace: 'rows', user_name, trigger_time: expect.any(Number) })
    const named = (repository: string, tag: string, digest: string) => ({
      repo_name: repository,
      full_name: `rows/${repository}`,
      tag,
      digest,
      image_name: `rows/${repository}:${tag}`,
      resource_url: `${setup.host}/rows/${repository}:${tag}`,
    })
    async function push(repository: string, tag = 'v1') {
      const image = await setup.image(`${repository}:${tag}`)
      const name = `docker://${setup.host}/rows/${repository}:${tag}`
      await skopeo.copy(image.source, name, { creds })
      return { ...image, name }
    }

    test('push, pull and deletion of an image', async () => {
      const { digest, name, config, layer } = await push('image')
      const facts = { ...by('ci'), ...named('image', 'v1', digest) }
      expect(await told('pushImage', 'image')).toMatchObject([{ ...facts, tags: ['v1'] }])
      await skopeo.inspect(name, { creds })
      expect(await told('pullImage', 'image')).toMatchObject([facts])
      await skopeo.delete(name, { creds })
      const [gone] = await told('deleteImage', 'image')
      expect(gone).toMatchObject({ ...facts, image_size: expect.any(Number) })
      expect(gone.image_size).toBeGreaterThanOrEqual(config.size + layer.size)
    })

    test('a deletion names every tag that went with the image', async () => {
      const { name, source } = await push('tagged')
      await skopeo.copy(source, `docker://${setup.host}/rows/tagged:v2`, { creds })
      await skopeo.delete(name, { creds })
      const tags = (await told('deleteImage', 'tagged')).map(({ tag }: { tag: string }) => tag)
      expect(tags.toSorted()).toEqual(['v1', 'v2'])
    })

    test('a copy between two registries is a pull from one and a push to the other', async () => {
      const { api, url } = setup.app
      const { body } = await api.post('/api/v2.0/sources', { name: 'west', kind: 'distribution' })
      await using west = await startRegistry({
        notificationsUrl: `${url}/service/notifications/west`,
        token: body.token,
        htpasswd: users,
      })
      const { name, digest } = await push('copied')
      await skopeo.copy(name, `docker://${west.host}/rows/arrived:v1`, { creds })
      expect(await told('pullImage', 'copied')).toMatchObject([{ ...by('ci'), digest }])
      const there = { resource_url: `${west.host}/rows/arrived:v1` }
      expect(await told('pushImage', 'arrived')).toMatchObject([{ ...by('ci'), digest, ...there }])
    })

    test('upload, download and deletion of a chart in OCI form', async () => {
      const chart = await setup.chart('cart')
      const name = `docker://${setup.host}/rows/cart:0.2.1`
      await skopeo.copy(chart.source, name, { creds })
      await skopeo.delete(name, { creds })
      const facts = { ...by('ci'), repo_name: 'cart', tag: '0.2.1' }
      const about = { chart_name: 'cart', chart_version: '0.2.1', chart_size: chart.layer.size }
      for (const type of ['uploadChart', 'downloadChart', 'deleteChart'])
        expect(await told(type, 'cart'), type).toMatchObject([{ ...facts, ...about }])
    })

    test('upload, download and deletion of a chart in a chart repository', async () => {
      const authorization = `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`
      const archive = chartArchive({ name: 'museum' })
      const call = async (method: string, path: string, body?: Uint8Array<ArrayBuffer>) => {
        const sent = body && { body, headers: { authorization, 'content-type': 'application/gzip' } }
        const answer = await fetch(`${setup.app.url}${path}`, {
          method,
          ...(sent ?? { headers: { authorization } }),
        })
        expect(answer.status, `${method} ${path}`).toBeLessThan(300)
        await answer.arrayBuffer()
      }
      await call('POST', '/api/chartrepo/rows/charts?double=museum-0.2.1', new Uint8Array(archive))
      await call('GET', '/chartrepo/rows/charts/museum-0.2.1.tgz')
      await call('DELETE', '/api/chartrepo/rows/charts/museum/0.2.1')
      const about = { chart_name: 'museum', chart_version: '0.2.1', tag: '0.2.1' }
      const facts = { ...by('admin'), ...about }
      const [uploaded] = await told('uploadChart', 'museum')
      expect(uploaded).toMatchObject({ ...facts, chart_type: 'application', chart_size: archive.length })
      expect(await told('downloadChart', 'museum')).toMatchObject([facts])
      expect(await told('deleteChart', 'museum')).toMatchObject([facts])
    })

    const scan = async (repository: string, tag: string) => {
      const path = `/api/v2.0/projects/rows/repositories/${repository}/artifacts/${tag}/scan`
      expect((await setup.app.api.post(path)).status).toBe(202)
    }

    test('a scan that completes, and one that fails', async () => {
      const { digest } = await push('scanned')
      await told('pushImage', 'scanned')
      await scan('scanned', 'v1')
      const facts = { ...by('admin'), ...named('scanned', 'v1', digest) }
      expect(await told('scanningCompleted', 'scanned')).toMatchObject([
        {
          ...facts,
          critical_issues: 1,
          major_issues: 0,
          minor_issues: 1,
          last_scan_status: 'Success',
          scan_completion_time: expect.stringMatching(/^\d{4}-/),
          vulnerabilities: [
            {
              cve_id: 'CVE-2',
              description: 'A back door.',
              link: 'https://example.com/2',
              criticality: 'Critical',
              fix: '5.6.2',
            },
            { cve_id: 'CVE-1', criticality: 'Low', link: 'https://example.com/1' },
          ],
        },
      ])
      adapter.report = () => ({ vulnerabilities: 'many' })
      const failing = await push('unscanned')
      await told('pushImage', 'unscanned')
      await scan('unscanned', 'v1')
      expect(await told('scanningFailed', 'unscanned')).toMatchObject([
        {
          ...by('admin'),
          ...named('unscanned', 'v1', failing.digest),
          error: expect.stringContaining('vulnerabilities must be an array'),
        },
      ])
    })

    test('a quota that is exceeded', async () => {
      const { api } = setup.app
      await api.post('/api/v2.0/projects', { project_name: 'small', storage_limit: 1 })
      await subscribe('small')
      const image = await setup.image('large')
      await skopeo.copy(image.source, `docker://${setup.host}/small/large:v1`, { creds })
      expect(await told('projectQuota', 'large')).toMatchObject([
        {
          ...by('ci'),
          namespace: 'small',
          repo_name: 'large',
          full_name: 'small/large',
          tag: 'v1',
          digest: image.digest,
          image_name: 'small/large:v1',
          tags: ['v1'],
          quota_limit: 1,
        },
      ])
    })
  },
)
