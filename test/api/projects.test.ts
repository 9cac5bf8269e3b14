import { beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const PROJECTS = '/api/v2.0/projects'
let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app[Symbol.asyncDispose]()
})

test('a project is made, answered with its place, and listed', async () => {
  const { status, headers, body } = await app.api.post(PROJECTS, { project_name: 'made' })
  expect([status, body]).toEqual([201, ''])
  expect(headers['content-type']).toBeUndefined()
  const id = Number(/^\/api\/v2\.0\/projects\/(\d+)$/.exec(String(headers['location']))?.[1])
  const { body: list } = await app.api.get(`${PROJECTS}?name=made`)
  expect(list).toEqual([
    {
      creation_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      current_user_role_id: 1,
      current_user_role_ids: [1],
      cve_allowlist: {
        creation_time: list[0].creation_time,
        id,
        items: [],
        project_id: id,
        update_time: list[0].creation_time,
      },
      metadata: { public: 'false' },
      name: 'made',
      owner_id: 1,
      owner_name: 'admin',
      project_id: id,
      repo_count: 0,
      update_time: list[0].creation_time,
    },
  ])
  expect(Object.keys(list[0])).toEqual(Object.keys(list[0]).toSorted())
})

test('the place holds the name where the caller wants it so', async () => {
  const headers = { 'x-resource-name-in-location': 'true' }
  const answer = await app.api.post(PROJECTS, { project_name: 'named' }, headers)
  expect(answer.headers['location']).toBe(`${PROJECTS}/named`)
})

test.for([
  ['pub-a', { metadata: { public: 'true' } }, 'true'],
  ['pub-b', { public: true }, 'true'],
  ['pub-c', { metadata: { public: 'false' } }, 'false'],
] as const)('project %s made with %j is public: %s', async ([name, how, isPublic]) => {
  await app.api.post(PROJECTS, { project_name: name, ...how })
  const { body } = await app.api.get(`${PROJECTS}?name=${name}`)
  expect(body).toMatchObject([{ metadata: { public: isPublic } }])
})

test('what the Terraform provider sends makes a project', async () => {
  const { status } = await app.api.post(PROJECTS, {
    project_name: 'terraform',
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
  })
  expect(status).toBe(201)
})

test('a name can be taken once only', async () => {
  await app.api.post(PROJECTS, { project_name: 'twice' })
  const { status, body } = await app.api.post(PROJECTS, { project_name: 'twice' })
  expect(status).toBe(409)
  expect(body).toEqual({ errors: [{ code: 'CONFLICT', message: 'The project named twice already exists' }] })
})

test.for([undefined, '', 'Upper', 'with space', 'with/slash', '-x'])(
  'a project cannot be named %j',
  async (name) => {
    const { status, body } = await app.api.post(PROJECTS, { project_name: name })
    expect(status).toBe(400)
    expect(body.errors).toMatchObject([
      { code: 'BAD_REQUEST', message: expect.stringContaining('invalid project name') },
    ])
  },
)

test('nobody may make a project, and sees none in the list', async () => {
  await app.api.post(PROJECTS, { project_name: 'open', public: true })
  const list = await app.anonymous.get(PROJECTS)
  expect([list.status, list.body, list.headers['x-total-count']]).toEqual([200, [], '0'])
  expect((await app.anonymous.post(PROJECTS, { project_name: 'mine' })).status).toBe(401)
})

test('projects are listed by pages that lead to one another', async () => {
  await using own = await startTestApp()
  for (const name of ['a', 'b', 'c', 'd', 'e']) await own.api.post(PROJECTS, { project_name: name })
  const { body, headers } = await own.api.get(`${PROJECTS}?page=2&page_size=2`)
  expect(body).toMatchObject([{ name: 'c' }, { name: 'd' }])
  expect(headers['x-total-count']).toBe('5')
  expect(headers['link']).toBe(
    `<${PROJECTS}?page=1&page_size=2>; rel="prev" , <${PROJECTS}?page=3&page_size=2>; rel="next"`,
  )
  const last = await own.api.get(`${PROJECTS}?page=3&page_size=2`)
  expect(last.body).toMatchObject([{ name: 'e' }])
  expect(last.headers['link']).toBe(`<${PROJECTS}?page=2&page_size=2>; rel="prev"`)
})

test.for(['page=0&page_size=0', 'page_size=-1'])('%s lists all projects, without links', async (query) => {
  await using own = await startTestApp()
  for (let number = 1; number <= 12; number++) await own.api.post(PROJECTS, { project_name: `p${number}` })
  const { body, headers } = await own.api.get(`${PROJECTS}?${query}`)
  expect(body).toHaveLength(12)
  expect(headers).toMatchObject({ 'x-total-count': '12' })
  expect(headers['link']).toBeUndefined()
})

test.for(['page_size=101', 'page=one', 'page=1.5'])('%s is refused', async (query) => {
  const { status, body } = await app.api.get(`${PROJECTS}?${query}`)
  expect(status).toBe(422)
  expect(body.errors[0]).toMatchObject({ code: 'UNPROCESSABLE_ENTITY' })
  expect(body.errors[0].message).toMatch(/^validation failure list:\npage(_size)? in query /)
})

test('a page far beyond every number of rows is empty', async () => {
  const { status, body } = await app.api.get(`${PROJECTS}?page=9007199254740991&page_size=100`)
  expect([status, body]).toEqual([200, []])
})

test('the name asked for is a part of the name, never a pattern', async () => {
  await app.api.post(PROJECTS, { project_name: 'like_this' })
  await app.api.post(PROJECTS, { project_name: 'like-this' })
  const { body } = await app.api.get(`${PROJECTS}?name=${encodeURIComponent('ke_th')}`)
  expect(body).toMatchObject([{ name: 'like_this' }])
  expect((await app.api.get(`${PROJECTS}?name=%25`)).body).toEqual([])
})

test('a visibility that is neither true nor false is 400, a name of 256 characters is 422', async () => {
  const maybe = await app.api.post(PROJECTS, { project_name: 'maybe', metadata: { public: 'maybe' } })
  expect([maybe.status, maybe.body.errors[0].message]).toEqual([
    400,
    "metadata.public should only be 'true' or 'false', but got: 'maybe'",
  ])
  await app.api.post(PROJECTS, { project_name: 'sure' })
  expect((await app.api.put(`${PROJECTS}/sure`, { metadata: { public: 'maybe' } })).status).toBe(400)
  expect((await app.api.post(PROJECTS, { project_name: 'a'.repeat(256) })).status).toBe(422)
  expect((await app.api.post(PROJECTS, { project_name: 'a'.repeat(255) })).status).toBe(201)
})

test('projects are listed by their names', async () => {
  for (const name of ['sorted-b', 'sorted-c', 'sorted-a'])
    await app.api.post(PROJECTS, { project_name: name })
  const { body } = await app.api.get(`${PROJECTS}?name=sorted-`)
  expect(body.map(({ name }: { name: string }) => name)).toEqual(['sorted-a', 'sorted-b', 'sorted-c'])
})

test('an allowlist of vulnerabilities is kept, and stays where a later request has none', async () => {
  const cve_allowlist = {
    items: [{ cve_id: 'CVE-2026-1' }, { cve_id: 'CVE-2026-2' }],
    expires_at: 1800000000,
  }
  await app.api.post(PROJECTS, { project_name: 'allowing' })
  const place = `${PROJECTS}/allowing`
  expect((await app.api.put(place, { cve_allowlist })).status).toBe(200)
  await app.api.put(place, { metadata: { auto_scan: 'true' } })
  expect((await app.api.get(place)).body.cve_allowlist).toMatchObject(cve_allowlist)
  await app.api.put(place, { cve_allowlist: { items: [] } })
  const { cve_allowlist: emptied } = (await app.api.get(place)).body
  expect(emptied).toMatchObject({ items: [] })
  expect(emptied).not.toHaveProperty('expires_at')
  const long = { items: Array.from({ length: 1001 }, (_, index) => ({ cve_id: `CVE-${index}` })) }
  expect((await app.api.put(place, { cve_allowlist: long })).status).toBe(400)
})

test('a project that does not exist is 404 to HEAD, without a body', async () => {
  const { status, body } = await app.api.head(`${PROJECTS}?project_name=nowhere`)
  expect([status, body]).toEqual([404, ''])
  await app.api.post(PROJECTS, { project_name: 'somewhere' })
  expect((await app.api.head(`${PROJECTS}?project_name=somewhere`)).status).toBe(200)
  expect((await app.anonymous.head(`${PROJECTS}?project_name=somewhere`)).status).toBe(401)
})
