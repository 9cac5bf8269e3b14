import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiAnswer } from '../support/app/api-client.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

/**
 * What terraform-provider-harbor does for `harbor_project`, `harbor_project_webhook` and `harbor_config_system`: every
 * request says that it sends JSON, also those without a body, and every status is expected exactly.
 */
const JSON_ALWAYS = { 'content-type': 'application/json' }

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ settings: { AUTH_HEADER_READABLE: 'true' } })
})
afterAll(() => app[Symbol.asyncDispose]())

const get = (path: string): Promise<ApiAnswer> => app.api.get(`/api/v2.0${path}`, JSON_ALWAYS)
const post = (path: string, body: object): Promise<ApiAnswer> => app.api.post(`/api/v2.0${path}`, body)
const put = (path: string, body: object): Promise<ApiAnswer> => app.api.put(`/api/v2.0${path}`, body)
const remove = (path: string): Promise<ApiAnswer> =>
  app.api.delete(`/api/v2.0${path}`, undefined, JSON_ALWAYS)

/** The resource id: the `Location` with every `/api` and `/v2.0` cut out. */
const idIn = ({ headers }: ApiAnswer): string =>
  String(headers['location']).replaceAll('/api', '').replaceAll('/v2.0', '')

const project = {
  project_name: 'demo',
  cve_allowlist: {},
  storage_limit: -1,
  metadata: {
    enable_content_trust: 'false',
    enable_content_trust_cosign: 'false',
    auto_scan: 'true',
    severity: 'low',
    reuse_sys_cve_allowlist: 'true',
    public: 'false',
    prevent_vul: 'false',
    auto_sbom_generation: 'false',
    proxy_speed_kb: '-1',
    proxy_cache_local_on_not_found: 'false',
  },
}

/** All keys are always sent; `payload_format:omitempty` is the provider's own slip. */
const webhook = (
  changes: { name?: string; enabled?: boolean; address?: string; auth_header?: string } = {},
) => ({
  update_time: '0001-01-01T00:00:00Z',
  description: '',
  creator: '',
  creation_time: '0001-01-01T00:00:00Z',
  enabled: changes.enabled ?? true,
  targets: [
    {
      type: 'http',
      auth_header: changes.auth_header ?? '',
      skip_cert_verify: true,
      address: changes.address ?? 'https://hook.example.com',
      'payload_format:omitempty': '',
    },
  ],
  event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT'],
  project_id: 0,
  id: 0,
  name: changes.name ?? 'ci',
})

test('apply, plan, change and destroy of a project with a webhook', async () => {
  const made = await post('/projects', project)
  expect(made.status).toBe(201)
  const projectId = idIn(made)
  expect(projectId).toMatch(/^\/projects\/\d+$/)
  const read = await get(projectId)
  expect(read).toMatchObject({
    status: 200,
    body: { name: 'demo', metadata: { public: 'false', auto_scan: 'true' } },
  })

  const policy = await post(`${projectId}/webhook/policies`, webhook({ auth_header: 'Bearer one' }))
  expect(policy.status).toBe(201)
  const policyId = idIn(policy)
  expect(policyId).toMatch(/^\/projects\/\d+\/webhook\/policies\/\d+$/)
  const { status, body } = await get(policyId)
  expect(status).toBe(200)
  expect(body).toMatchObject({ name: 'ci', enabled: true })
  expect(body.targets[0]).toMatchObject({
    address: 'https://hook.example.com',
    auth_header: 'Bearer one',
    skip_cert_verify: true,
    type: 'http',
  })
  for (const time of [body.creation_time, body.update_time]) expect(Date.parse(time)).toBeGreaterThan(0)

  expect(
    (await put(policyId, webhook({ name: 'cd', enabled: false, auth_header: 'Bearer two' }))).status,
  ).toBe(200)
  const changed = (await get(policyId)).body
  expect(changed).toMatchObject({ name: 'cd', enabled: false, creation_time: body.creation_time })
  expect(changed.targets[0].auth_header).toBe('Bearer two')
  expect((await put(policyId, webhook({ name: 'cd' }))).status).toBe(200)
  expect((await get(policyId)).body.targets[0]).not.toHaveProperty('auth_header')

  expect((await remove(policyId)).status).toBe(200)
  expect((await get(policyId)).status).toBe(404)

  expect(await get(`/projects?name=demo`)).toMatchObject({ status: 200, body: [{ name: 'demo' }] })
  expect((await get('/configurations')).status).toBe(200)
  expect((await get('/quotas/?page=1&page_size=100')).status).toBe(200)
  expect(
    (await put(projectId, { ...project, metadata: { ...project.metadata, public: 'true' } })).status,
  ).toBe(200)
  expect((await get(projectId)).body.metadata.public).toBe('true')
  expect(await get('/projects/demo/repositories?page=1&page_size=100')).toMatchObject({
    status: 200,
    body: [],
  })
  expect((await remove(projectId)).status).toBe(200)
  expect((await get(projectId)).status).toBe(404)
})

test('the system settings: a PUT of many keys, then a GET that shows the switch', async () => {
  const settings = {
    project_creation_restriction: 'adminonly',
    read_only: false,
    robot_token_duration: 30,
    token_expiration: 30,
    session_timeout: 30,
    quota_per_project_enable: true,
    robot_name_prefix: 'robot$',
    storage_per_project: -1,
    scanner_skip_update_pulltime: false,
    skip_audit_log_database: false,
    banner_message: '',
    notification_enable: false,
  }
  expect((await put('/configurations', settings)).status).toBe(200)
  const { status, body } = await get('/configurations')
  expect(status).toBe(200)
  for (const [key, value] of Object.entries(settings)) expect([key, body[key].value]).toEqual([key, value])
  await put('/configurations', { ...settings, notification_enable: true })
  expect((await get('/configurations')).body.notification_enable.value).toBe(true)
})

test('with session_id a change is refused once, and done with what the refusal gave', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const credentials = new URLSearchParams({ principal: 'admin', password: adminPassword }).toString()
  const cookies = [(await app.anonymous.post('/c/login', credentials, form)).headers['set-cookie']].flat()
  const sid = String(cookies.find((cookie) => cookie?.startsWith('sid='))).split(';', 1)[0] ?? ''
  const body = { ...project, project_name: 'by-session' }
  const refused = await app.anonymous.post('/api/v2.0/projects', body, { ...JSON_ALWAYS, cookie: sid })
  expect(refused.status).toBe(403)
  const given = [refused.headers['set-cookie']]
    .flat()
    .map((cookie) => String(cookie).split(';')[0]?.split('='))
  const [, csrf = ''] = given.find((pair) => pair?.[0] === '_gorilla_csrf') ?? []
  expect(csrf).not.toBe('')
  const again = {
    ...JSON_ALWAYS,
    cookie: `${sid}; _gorilla_csrf=${csrf}`,
    'x-harbor-csrf-token': String(refused.headers['x-harbor-csrf-token']),
  }
  expect((await app.anonymous.post('/api/v2.0/projects', body, again)).status).toBe(201)
})
