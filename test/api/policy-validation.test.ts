import { beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { POLICIES } from '../support/app/shop-paths.ts'

let app: TestApp
let existing: string

const target = { type: 'http', address: 'https://hook.example.com/a' }
const policy = { name: 'ci', enabled: true, event_types: ['PUSH_ARTIFACT'], targets: [target] }

beforeAll(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  existing = String((await app.api.post(POLICIES, { ...policy, name: 'there' })).headers['location'])
  return () => app[Symbol.asyncDispose]()
})

const withTarget = (changes: object): object => ({ targets: [target, { ...target, ...changes }] })

const REFUSED: readonly (readonly [object, string])[] = [
  [{ event_types: undefined }, 'empty event type'],
  [{ event_types: [] }, 'empty event type'],
  [{ event_types: ['PUSH_ARTIFACT', 'push_artifact'] }, 'unsupported event type push_artifact'],
  [{ event_types: [''] }, 'unsupported event type '],
  [{ targets: undefined }, 'empty notification target with policy ci'],
  [{ targets: [] }, 'empty notification target with policy ci'],
  [{ event_types: [], targets: [] }, 'empty event type'],
  [withTarget({ address: '' }), 'empty URL'],
  [withTarget({ address: undefined }), 'empty URL'],
  [withTarget({ address: '  // ' }), 'empty URL'],
  [withTarget({ address: 'ftp://hook.example.com' }), 'invalid scheme: ftp'],
  [withTarget({ address: 'HTTPS://hook.example.com' }), 'invalid scheme: HTTPS'],
  [withTarget({ address: 'http://hook example' }), 'invalid URL: http://hook example'],
  [withTarget({ type: 'pigeon' }), 'unsupported target type pigeon with policy ci'],
  [withTarget({ type: undefined }), 'unsupported target type  with policy ci'],
  [withTarget({ type: 'HTTP' }), 'unsupported target type HTTP with policy ci'],
  [withTarget({ payload_format: 'default' }), 'unsupported payload format type: default'],
  [withTarget({ payload_format: 'Guesswork' }), 'unsupported payload format type: Guesswork'],
  [
    withTarget({ auth_header: 'Bearer a\r\nx: y' }),
    'auth_header holds a character that a header cannot carry',
  ],
  [withTarget({ secret: 'a\nb' }), 'secret holds a character that a header cannot carry'],
  [withTarget({ secret: 'a\u0085b' }), 'secret holds a character that a header cannot carry'],
  [
    withTarget({ auth_header: 'Bearer a', secret: 'b' }),
    'auth_header and secret both set the Authorization header: give one of them',
  ],
  [{ name: 'n'.repeat(257) }, 'the name is longer than 256 characters'],
]

test.for(REFUSED)('a policy with %j is refused', async ([changes, message]) => {
  const expected = { errors: [{ code: 'BAD_REQUEST', message }] }
  const created = await app.api.post(POLICIES, { ...policy, ...changes })
  expect([created.status, created.body]).toEqual([400, expected])
  const updated = await app.api.put(existing, { ...policy, ...changes })
  expect([updated.status, updated.body]).toEqual([400, expected])
})

test('what was refused has changed nothing', async () => {
  const { body } = await app.api.get(POLICIES)
  expect(body).toMatchObject([{ name: 'there', event_types: ['PUSH_ARTIFACT'], targets: [target] }])
})

test.for([
  [{ name: 7 }, 'name'],
  [{ enabled: 'true' }, 'enabled'],
  [{ event_types: 'PUSH_ARTIFACT' }, 'event_types'],
  [{ event_types: [1] }, 'event_types.0'],
  [{ targets: {} }, 'targets'],
  [{ targets: ['https://hook.example.com'] }, 'targets.0'],
  [{ targets: [{ ...target, skip_cert_verify: 'yes' }] }, 'targets.0.skip_cert_verify'],
] as const)('a policy with the wrong types %j is refused by the field', async ([changes, field]) => {
  const { status, body } = await app.api.post(POLICIES, { ...policy, ...changes })
  expect(status).toBe(422)
  expect(body.errors).toMatchObject([{ code: 'UNPROCESSABLE_ENTITY' }])
  expect(body.errors[0].message).toMatch(/^validation failure list:\n/)
  expect(body.errors[0].message).toContain(`\n${field} in body `)
})

test.for([
  ['no body', undefined, 'body in body is required'],
  ['an empty body', '', 'body in body is required'],
  ['no JSON', '{"name":', 'the body is not JSON'],
  ['no object', '[]', 'validation failure list:'],
] as const)('%s is refused as unprocessable', async ([, sent, message]) => {
  const { status, body } = await app.api.post(POLICIES, sent, { 'content-type': 'application/json' })
  expect(status).toBe(422)
  expect(body.errors).toMatchObject([{ code: 'UNPROCESSABLE_ENTITY' }])
  expect(body.errors[0].message).toContain(message)
})

test('another content type is refused as unprocessable, as Harbor refuses it', async () => {
  const headers = { 'content-type': 'text/plain' }
  const { status, body } = await app.api.post(POLICIES, JSON.stringify(policy), headers)
  expect([status, body.errors[0].code]).toEqual([422, 'UNPROCESSABLE_ENTITY'])
})

test('an unknown project is told before the faults of a policy for it', async () => {
  const path = POLICIES.replace('shop', 'nowhere')
  expect((await app.api.post(path, { ...policy, event_types: [] })).status).toBe(404)
  expect((await app.api.post(path, policy)).status).toBe(404)
})
