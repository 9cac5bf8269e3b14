import { describe, expect, test } from 'vitest'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { shared } from '../../support/shared.ts'
import { type Provider, provider } from './provider.ts'

interface Wanted {
  readonly name: string
  readonly public: boolean
  readonly vulnerability_scanning: boolean
  readonly vulnerability_scanner: string
  readonly storage_quota: number
  readonly cve_allowlist: readonly string[]
  readonly deployment_security: string
}

const GIB = 1_073_741_824

/** `ProjectBody` */
function body(wanted: Wanted) {
  const items = wanted.cve_allowlist.map((id) => ({ cve_id: id }))
  return {
    project_name: wanted.name,
    cve_allowlist: items.length > 0 ? { items } : {},
    ...(wanted.storage_quota !== 0 && {
      storage_limit: wanted.storage_quota === -1 ? -1 : wanted.storage_quota * GIB,
    }),
    metadata: {
      enable_content_trust: 'false',
      enable_content_trust_cosign: 'false',
      auto_scan: String(wanted.vulnerability_scanning),
      severity: wanted.deployment_security === '' ? 'low' : wanted.deployment_security,
      reuse_sys_cve_allowlist: String(items.length === 0),
      public: String(wanted.public),
      prevent_vul: String(wanted.deployment_security !== ''),
      auto_sbom_generation: 'false',
      proxy_speed_kb: '-1',
      proxy_cache_local_on_not_found: 'false',
    },
  }
}

async function setScanner({ send, read }: Provider, id: string, wanted: Wanted) {
  if (wanted.vulnerability_scanner === '') return
  const scanners: { name: string; uuid: string }[] = await read('/scanners')
  const found = scanners.find(({ name }) => name.toLowerCase() === wanted.vulnerability_scanner.toLowerCase())
  if (found === undefined) throw new Error(`scanner ${wanted.vulnerability_scanner} not found`)
  await send('PUT', `${id}/scanner`, 200, { uuid: found.uuid })
}

/** `resourceProjectCreate` */
async function create(to: Provider, wanted: Wanted): Promise<string> {
  const id = await to.create('/projects', body(wanted))
  if (wanted.cve_allowlist.length > 0) await to.send('PUT', id, 200, body(wanted))
  await setScanner(to, id, wanted)
  return id
}

/** `resourceProjectUpdate`; only a changed quota is looked for, page by page until one is empty. */
async function update(to: Provider, id: string, wanted: Wanted): Promise<void> {
  await to.send('PUT', id, 200, body(wanted))
  expect((await to.read('/configurations')).quota_per_project_enable.value).toBe(true)
  for (let page = 1; ; page++) {
    const quotas: { id: number; ref: { id: number } }[] = await to.read(`/quotas/?page=${page}&page_size=100`)
    if (quotas.length === 0) break
    const own = quotas.find(({ ref }) => `/projects/${ref.id}` === id)
    const storage = wanted.storage_quota > 0 ? wanted.storage_quota * GIB : wanted.storage_quota
    if (own !== undefined) await to.send('PUT', `/quotas/${own.id}`, 200, { hard: { storage } })
  }
  await setScanner(to, id, wanted)
}

const truth = (text: string | undefined): boolean =>
  ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text ?? '')

/** `resourceProjectRead`: what would be drift. It reads a scanner that is wanted, and never the quota. */
async function read({ read: get }: Provider, id: string, wanted: Wanted) {
  const { name, project_id, registry_id, metadata, cve_allowlist } = await get(id)
  const scanner = wanted.vulnerability_scanner === '' ? { name: '' } : await get(`${id}/scanner`)
  const isUnused = (metadata.severity !== 'none') !== truth(metadata.prevent_vul)
  return {
    name,
    project_id,
    registry_id,
    public: truth(metadata.public),
    vulnerability_scanning: truth(metadata.auto_scan),
    vulnerability_scanner: scanner.name,
    deployment_security: isUnused ? '' : metadata.severity,
    cve_allowlist: cve_allowlist.items.map((item: { cve_id: string }) => item.cve_id),
    proxy_speed_kb: Number(metadata.proxy_speed_kb || -1),
  }
}

describe('harbor_project', () => {
  const app = shared(async (stack) => stack.use(await startTestApp()))
  const plain: Wanted = {
    name: 'plain',
    public: false,
    vulnerability_scanning: true,
    vulnerability_scanner: '',
    storage_quota: -1,
    cve_allowlist: [],
    deployment_security: '',
  }
  const planned = ({ storage_quota: _, ...wanted }: Wanted) => ({ ...wanted, proxy_speed_kb: -1 })
  const hard = async (to: Provider, id: string): Promise<number> => {
    const [quota] = await to.read(`/quotas?reference=project&reference_id=${id.split('/').at(-1)}`)
    return quota.hard.storage
  }

  test('with defaults only is applied, and the second plan is empty', async () => {
    const to = provider(app().api)
    const id = await create(to, plain)
    expect(id).toMatch(/^\/projects\/\d+$/)
    const state = await read(to, id, plain)
    expect(state).toMatchObject(planned(plain))
    expect(state).toMatchObject({ project_id: Number(id.split('/').at(-1)), registry_id: undefined })
    expect(await hard(to, id)).toBe(-1)
  })

  test('with everything, changed in everything, is read back as it was sent', async () => {
    const to = provider(app().api)
    for (const name of ['Trivy', 'Clair'])
      await app().api.post('/api/v2.0/scanners', { name, url: `http://${name}.test` })
    const full: Wanted = {
      name: 'full',
      public: true,
      vulnerability_scanning: false,
      vulnerability_scanner: 'Trivy',
      storage_quota: 10,
      cve_allowlist: ['CVE-2026-2', 'CVE-2025-1', 'ghsa-x'],
      deployment_security: 'high',
    }
    const id = await create(to, full)
    expect(await read(to, id, full)).toMatchObject(planned(full))
    expect(await hard(to, id)).toBe(10 * GIB)

    const changed: Wanted = {
      ...full,
      public: false,
      vulnerability_scanning: true,
      vulnerability_scanner: 'Clair',
      storage_quota: 5,
      cve_allowlist: ['CVE-2026-2'],
      deployment_security: 'critical',
    }
    await update(to, id, changed)
    expect(await read(to, id, changed)).toMatchObject(planned(changed))
    expect(await hard(to, id)).toBe(5 * GIB)

    const bare = { ...changed, storage_quota: -1, cve_allowlist: [], deployment_security: '' }
    await update(to, id, bare)
    expect(await read(to, id, bare)).toMatchObject(planned(bare))
    expect(await hard(to, id)).toBe(-1)
  })

  test('that was changed behind its back is planned anew, and keeps what the provider does not know', async () => {
    const to = provider(app().api)
    const wanted = { ...plain, name: 'behind' }
    const id = await create(to, wanted)
    await app().api.put(`/api/v2.0${id}`, { metadata: { public: 'true', scan_interval_hours: '24' } })
    expect(await read(to, id, wanted)).toMatchObject({ ...planned(wanted), public: true })
    await update(to, id, wanted)
    expect(await read(to, id, wanted)).toMatchObject(planned(wanted))
    expect((await to.read(id)).metadata).toMatchObject({ scan_interval_hours: '24' })
  })

  test('is imported by its number', async () => {
    const to = provider(app().api)
    const wanted = { ...plain, name: 'imported' }
    await app().api.post('/api/v2.0/projects', { project_name: 'imported' })
    const [{ project_id: number }] = await to.read('/projects?name=imported')
    const id = `/projects/${number}`
    expect(await read(to, id, wanted)).toMatchObject({ ...planned(wanted), vulnerability_scanning: false })
    await update(to, id, wanted)
    expect(await read(to, id, wanted)).toMatchObject(planned(wanted))
  })

  test('is destroyed once it has no repositories, and a plan sees that it is gone', async () => {
    const to = provider(app().api)
    const id = await create(to, { ...plain, name: 'leaving' })
    expect(await to.read('/projects/leaving/repositories?page=1&page_size=100')).toEqual([])
    await to.send('DELETE', id, 200)
    await to.send('GET', id, 404)
  })
})
