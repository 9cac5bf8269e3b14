import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiCall } from '../../src/contract/api-call.ts'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import { answerCheck } from '../support/app/answer-check.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

test('the document is valid OpenAPI 3.1 and names every operation once', async () => {
  const { body } = await app.anonymous.get('/api/v2.0/openapi.json')
  expect(await new Validator().validate(body)).toMatchObject({ valid: true })
  expect(body.openapi).toMatch(/^3\.1/)
  const paths = Object.values<Record<string, { operationId: string }>>(body.paths)
  const operations = paths.flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
  expect(operations.toSorted()).toEqual(app.routes.map(({ operation }) => operation).toSorted())
})

test('every call has exactly one handler, and every handler a call', () => {
  const named = ({ method, path, operation }: ApiCall): string => `${method} ${path} ${operation}`
  expect(app.routes.map(named).toSorted()).toEqual(EVERY_CALL.map(named).toSorted())
})

test('the page shows every operation, and its policy allows nothing but its own style', async () => {
  const { status, headers, body } = await app.anonymous.get('/api/v2.0/docs')
  expect(status).toBe(200)
  for (const { operation } of app.routes) expect(body).toContain(`id="${operation}"`)
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /)
  expect(body).not.toContain('<script')
})

test.for([
  ['a status that the document does not name', 204, { 'content-type': 'application/json' }, {}],
  [
    'a key that the document does not name',
    200,
    { 'content-type': 'application/json' },
    { components: [], status: 'healthy', x: 1 },
  ],
  ['a missing key', 200, { 'content-type': 'application/json' }, {}],
  ['another type', 200, { 'content-type': 'text/plain' }, 'healthy'],
] as const)('the check of answers that all tests share finds %s', ([, status, headers, body]) => {
  const check = answerCheck(app.routes)
  expect(() => check('GET', '/api/v2.0/health', { status, headers, body })).toThrow('GetHealth answered')
})
