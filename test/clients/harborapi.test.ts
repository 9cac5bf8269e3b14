import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiAnswer } from '../support/app/api-client.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

/** What harborapi (Python) does: it says of every project whether it is a name, follows `Link`, and drops cookies. */
const BY_NAME = { accept: 'application/json', 'x-is-resource-name': 'true' }
const BY_ID = { accept: 'application/json', 'x-is-resource-name': 'false' }
const BASE = '/api/v2.0'
const PATH = `${BASE}/projects/demo/webhook`

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await app.api.post(`${BASE}/projects`, { project_name: 'demo' })
})
afterAll(() => app[Symbol.asyncDispose]())

const policy = (name: string, address = 'https://hook.example.com'): object => ({
  name,
  enabled: true,
  targets: [{ type: 'http', address }],
  event_types: ['PUSH_ARTIFACT'],
})

/** Follows `next` as harborapi does: by a pattern, with the version prefix cut off. */
async function all(path: string): Promise<ApiAnswer['body'][]> {
  const pages: ApiAnswer['body'][] = []
  for (let next: string | undefined = path; next !== undefined;) {
    const { body, headers } = await app.api.get(`${BASE}${next}`, BY_NAME)
    pages.push(...body)
    next = /<([^>]+)>; rel="next"/.exec(String(headers['link']))?.[1]?.replace(/^\/api\/v\d\.\d/, '')
  }
  return pages
}

test('create answers a location; every page of the list is followed', async () => {
  const { status, headers } = await app.api.post(`${PATH}/policies`, policy('p0'), BY_NAME)
  expect(status).toBe(201)
  expect(decodeURIComponent(String(headers['location']))).toMatch(/\/policies\/\d+$/)
  expect(headers).not.toHaveProperty('set-cookie')
  for (let number = 1; number < 23; number++)
    await app.api.post(`${PATH}/policies`, policy(`p${number}`), BY_NAME)
  const names = (await all('/projects/demo/webhook/policies?page=1&page_size=10')).map(({ name }) => name)
  expect(new Set(names).size).toBe(23)
})

test('a PUT with only what the caller set disables the policy, as with Harbor', async () => {
  const [{ id }] = await all('/projects/demo/webhook/policies?page_size=10')
  const { enabled: _enabled, ...rest } = policy('renamed') as { enabled: boolean }
  expect((await app.api.put(`${BASE}/projects/1/webhook/policies/${id}`, rest, BY_ID)).status).toBe(200)
  expect((await app.api.get(`${PATH}/policies/${id}`, BY_NAME)).body).toMatchObject({
    enabled: false,
    name: 'renamed',
  })
})

test('events, last triggers and jobs, with several statuses joined by commas', async () => {
  await using receiver = await startReceiver()
  await app.api.post(`${PATH}/policies`, policy('live', receiver.url('/hook')), BY_NAME)
  await app.postEnvelope(envelope([pushEvent({ repository: 'demo/web', tag: 'v1', user: 'ci' })]))
  await receiver.waitFor(1)
  expect((await app.api.get(`${PATH}/events`, BY_NAME)).body.event_type).toContain('SCANNING_COMPLETED')
  const triggers = await app.api.get(`${PATH}/lasttrigger`, BY_NAME)
  const live = triggers.body.find(({ policy_name }: { policy_name: string }) => policy_name === 'live')
  expect(Date.parse(live.last_trigger_time)).toBeGreaterThan(Date.now() - 600_000)
  const [{ id }] = await all('/projects/demo/webhook/policies?q=name=live')
  const jobs = await waitUntil(
    async () => {
      const { body } = await app.api.get(`${PATH}/jobs?policy_id=${id}&status=Success,Error`, BY_NAME)
      return body.length > 0 ? body : undefined
    },
    { what: 'the job has ended' },
  )
  expect(jobs[0]).toMatchObject({
    policy_id: id,
    event_type: 'PUSH_ARTIFACT',
    notify_type: 'http',
    status: 'Success',
  })
  expect(JSON.parse(jobs[0].job_detail).type).toBe('PUSH_ARTIFACT')
})
