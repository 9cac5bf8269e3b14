import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/domain/event/event-type.ts'
import { OWN_FORMATS, PAYLOAD_FORMATS } from '../../src/payloads/payload-formats.ts'
import { apiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const PATH = '/api/v2.0/event-types'
const RECEIVER = 'http://127.0.0.1:9/'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await createPolicy(app.api, { project: 'shop', name: 'ci', targets: [RECEIVER] })
  await createPolicy(app.api, { project: 'quay', name: 'deploy', targets: [RECEIVER] })
  await createPolicy(app.api, {
    project: 'quay',
    name: 'scans',
    eventTypes: ['SCANNING_COMPLETED'],
    targets: [RECEIVER],
  })
  await app.api.post('/api/v2.0/webhook/policies', {
    name: 'everything',
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: RECEIVER }],
  })
})
afterAll(() => app[Symbol.asyncDispose]())

test('every event type has its names and its meaning', async () => {
  const { body } = await app.api.get(PATH)
  expect(body.map(({ event_type }: { event_type: string }) => event_type)).toEqual(EVENT_TYPES)
  expect(body[0]).toEqual({
    event_type: 'PUSH_ARTIFACT',
    proposal_name: 'pushImage',
    cloud_event_type: 'harbor.artifact.pushed',
    about: 'artifact',
    meaning: 'an image or another artifact was pushed',
    is_meta: false,
  })
})

test.each([...EVENT_TYPES])('%s has an example in every format but that of templates', async (type) => {
  const { body } = await app.api.get(`${PATH}/${type}/examples`)
  const formats = [...PAYLOAD_FORMATS, ...OWN_FORMATS].filter(({ isTemplate }) => isTemplate !== true)
  const found = body.map(({ payload_format }: { payload_format: string }) => payload_format)
  expect(new Set(found)).toEqual(new Set(formats.map(({ name }) => name)))
  for (const { body: text } of body) expect(text).not.toBe('')
})

interface Subscriber {
  readonly policy_name: string
  readonly project_name?: string
}

const named = ({ policy_name: name, project_name: project = '' }: Subscriber) => `${project}/${name}`
const subscribers = async (api: TestApp['api'], type = 'PUSH_ARTIFACT') =>
  (await api.get(`${PATH}/${type}/policies`)).body.items.map(named)

test('who gets a type is named as far as the caller may read the policies', async () => {
  expect(await subscribers(app.api)).toEqual(['/everything', 'quay/deploy', 'shop/ci'])
  expect(await subscribers(app.api, 'scanningCompleted')).toEqual(['quay/scans'])
  expect(await subscribers(app.api, 'DELETE_CHART')).toEqual([])
  expect(await subscribers(await memberOf(app, 'shop', 'maintainer'))).toEqual(['shop/ci'])
  expect(await subscribers(await memberOf(app, 'shop', 'developer'))).toEqual([])
})

test('a robot sees the policies that it was granted', async () => {
  const robot = async (access: object, namespace: string, kind: string) => {
    const { body } = await app.api.post('/api/v2.0/robots', {
      name: `reads-${kind}-${namespace.replace(/\W/g, 'x')}`,
      level: 'system',
      duration: -1,
      permissions: [{ kind, namespace, access: [access] }],
    })
    return apiClient(app.url, { user: body.name, password: body.secret })
  }
  const read = { resource: 'notification-policy', action: 'read' }
  expect(await subscribers(await robot(read, 'quay', 'project'))).toEqual(['quay/deploy'])
  expect(await subscribers(await robot(read, '/', 'system'))).toEqual(['/everything'])
})

test('what is no event type is not found', async () => {
  expect((await app.api.get(`${PATH}/SAIL/policies`)).status).toBe(404)
  expect((await app.api.get(`${PATH}/SAIL/examples`)).status).toBe(404)
})
