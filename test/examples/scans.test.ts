import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { writeImage } from '../support/registry/image.ts'
import { hasRegistry } from '../support/registry/registry-setup.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { scannerReport, startScannerAdapter } from '../support/services/scanner-adapter.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { Doubles } from './doubles.ts'
import { startListening } from './listening.ts'
import { trustRegistries } from './registries.ts'

const settings = { REGISTRY_HOST: 'registry.example.com' }

/** A report of Trivy about the image that is its last argument, with one critical finding. */
const TRIVY = `while [ $# -gt 1 ]; do [ "$1" = --output ] && out=$2; shift; done
cat >"$out" <<END
{"SchemaVersion": 2, "CreatedAt": "2026-03-01T10:00:03Z", "ArtifactName": "$1", "ArtifactType": "container_image",
 "Results": [{"Target": "debian", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [
   {"VulnerabilityID": "CVE-2024-3094", "PkgName": "xz", "InstalledVersion": "5.6.0", "Severity": "CRITICAL"}]}]}
END`

/** A file with the robot of the project `shop` that may scan. */
async function netrc(app: TestApp, folder: string): Promise<string> {
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const access = [{ resource: 'scan', action: 'create' }]
  const { body, status } = await app.api.post('/api/v2.0/robots', {
    name: 'scanner',
    level: 'project',
    duration: -1,
    permissions: [{ kind: 'project', namespace: 'shop', access }],
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  const file = join(folder, 'netrc')
  writeFileSync(file, `machine 127.0.0.1 login ${body.name} password ${body.secret}\n`, { mode: 0o600 })
  return file
}

test('scan on push: the script scans the digest that was pushed, and Bellbuoy takes the report', async () => {
  await using folder = await temporaryFolder('scan')
  await using app = await startTestApp({ settings })
  await using receiver = await startReceiver()
  const doubles = new Doubles(folder.path)
  doubles.add('trivy', TRIVY)
  await using listener = await startListening({
    example: 'scan-on-push',
    app,
    project: 'shop',
    dataFolder: folder.path,
    path: doubles.folder,
    env: { SERVER: app.url, NETRC: await netrc(app, folder.path) },
  })
  const eventTypes = ['SCANNING_COMPLETED']
  await createPolicy(app.api, { project: 'shop', name: 'scans', eventTypes, targets: [receiver.url()] })
  const digest = await push(app, { repository: 'shop/web', tag: 'v1' })
  const [webhook] = await receiver.waitFor(1, 30_000).catch((error: unknown) => {
    throw new Error(listener.output(), { cause: error })
  })
  const [resource] = JSON.parse(webhook!.body).event_data.resources
  expect(resource).toMatchObject({ digest, tag: 'v1' })
  const [overview] = Object.values<{ severity: string }>(resource.scan_overview)
  expect(overview).toMatchObject({ severity: 'Critical' })
  expect(doubles.calls('trivy')[0]!.at(-1)).toBe(`registry.example.com/shop/web@${digest}`)
})

test('scan on push: with an adapter no script is needed', async () => {
  await using app = await startTestApp({ settings })
  await using adapter = await startScannerAdapter()
  await using receiver = await startReceiver()
  await app.api.post('/api/v2.0/scanners', { name: 'trivy', url: adapter.url })
  const eventTypes = ['SCANNING_COMPLETED']
  await createPolicy(app.api, { project: 'shop', eventTypes, targets: [receiver.url()] })
  await app.api.put('/api/v2.0/projects/shop', { metadata: { auto_scan: 'true' } })
  const digest = await push(app, { repository: 'shop/web', tag: 'v1' })
  const [webhook] = await receiver.waitFor(1, 30_000)
  expect(JSON.parse(webhook!.body).event_data.resources[0]).toMatchObject({ digest, tag: 'v1' })
})

test.skipIf(!hasRegistry)(
  'act on findings: an image with a critical finding is scanned once more, and copied into quarantine',
  async () => {
    await using folder = await temporaryFolder('findings')
    await using app = await startTestApp()
    await using adapter = await startScannerAdapter()
    const notificationsUrl = `${app.url}/service/notifications`
    await using registry = await startRegistry({ notificationsUrl, token: sourceToken })
    await using quarantine = await startRegistry()
    adapter.notReadyTimes = 0
    const state = join(folder.path, 'state')
    mkdirSync(state)
    await app.api.post('/api/v2.0/scanners', { name: 'trivy', url: adapter.url })
    trustRegistries(folder.path, [registry, quarantine])
    await using listener = await startListening({
      example: 'act-on-findings',
      app,
      project: 'shop',
      dataFolder: folder.path,
      env: {
        SERVER: app.url,
        NETRC: await netrc(app, folder.path),
        STATE: state,
        MIRROR: quarantine.host,
      },
    })
    await app.api.put('/api/v2.0/projects/shop', { metadata: { auto_scan: 'true' } })
    const image = await writeImage(join(folder.path, 'image'), 'with a finding')
    await skopeo.copy(image.source, `docker://${registry.host}/shop/web/api:v1`)

    const isCopied = async () =>
      (await skopeo.inspect(`docker://${quarantine.host}/shop/web/api:v1`)).Digest === image.digest
    const patience = { timeoutMs: 40_000, intervalMs: 200 }
    await waitUntil(isCopied, { what: `the copy is there; ${listener.output()}`, ...patience })
    const scans = () => app.rows("select count(*) as count from event where type = 'SCANNING_COMPLETED'")
    await waitUntil(() => scans()[0]!['count'] === 2, { what: `it is scanned again`, ...patience })
    const said = () => listener.output().match(/a run succeeded/g)?.length === 4
    await waitUntil(said, { what: `all runs end; ${listener.output()}`, ...patience })
    expect(adapter.calls.filter(({ path }) => path === '/api/v1/scan')).toHaveLength(2)
  },
)

test('deploy when a scan passes: an image without a severe finding is deployed by digest, others are not', async () => {
  await using folder = await temporaryFolder('deploy')
  await using app = await startTestApp({ settings })
  await using adapter = await startScannerAdapter()
  adapter.notReadyTimes = 0
  const doubles = new Doubles(folder.path)
  doubles.add('kubectl')
  await app.api.post('/api/v2.0/scanners', { name: 'trivy', url: adapter.url })
  await using listener = await startListening({
    example: 'deploy-when-scan-passes',
    app,
    project: 'shop',
    dataFolder: folder.path,
    path: doubles.folder,
  })
  const lowOnly = (digest: string) => {
    const report = scannerReport(digest) as { vulnerabilities: unknown[] }
    return { ...report, severity: 'Low', vulnerabilities: report.vulnerabilities.slice(0, 1) }
  }
  const bad = await push(app, { repository: 'shop/web', tag: 'v1' })
  const good = await push(app, { repository: 'shop/web', tag: 'v2' })
  const failed = await push(app, { repository: 'shop/web', tag: 'v3' })
  adapter.report = (digest) =>
    digest === bad ? scannerReport(digest) : digest === good ? lowOnly(digest) : { vulnerabilities: 'none' }
  for (const digest of [bad, failed, good]) {
    const { status } = await app.api.post(`/api/v2.0/projects/shop/repositories/web/artifacts/${digest}/scan`)
    expect(status).toBe(202)
  }
  await waitUntil(() => doubles.calls('kubectl').length === 2, {
    what: `kubectl is called; ${listener.output()}`,
    timeoutMs: 30_000,
  })
  const scanned = () => app.rows("select type from event where type like 'SCANNING%'")
  await waitUntil(() => scanned().length === 3, { what: 'all scans end', timeoutMs: 30_000 })
  expect(doubles.calls('kubectl')).toEqual([
    ['set', 'image', 'deployment/web', `web=registry.example.com/shop/web@${good}`],
    ['rollout', 'status', 'deployment/web', '--timeout=5m'],
  ])
})
