import { expect, test } from 'vitest'
import type { TargetKind } from '../../../api/target-kinds.ts'
import { emptyTargetForm } from '../policy-form.ts'
import { withoutSecrets } from './left-form.ts'

const secret = { type: 'string', writeOnly: true }
const http: TargetKind = {
  type: 'http',
  payload_formats: ['Default'],
  options_schema: {
    properties: {
      timeout_seconds: { type: 'integer' },
      bearer: { type: 'object', properties: { token: secret } },
      headers: { type: 'object', additionalProperties: secret },
    },
  },
}

test('what is kept of a form has nothing secret that was typed', () => {
  const target = {
    ...emptyTargetForm(),
    address: 'https://me:hidden@ci.test/hook',
    authentication: 'header' as const,
    authenticationValue: 'Bearer hidden',
    options: { timeout_seconds: 5, bearer: { token: 'hidden' }, headers: { 'x-key': 'hidden' } },
  }
  const kept = withoutSecrets(target, [http])
  expect(JSON.stringify(kept)).not.toContain('hidden')
  expect(kept).toMatchObject({
    address: 'https://ci.test/hook',
    authentication: 'header',
    options: { timeout_seconds: 5, bearer: {}, headers: { 'x-key': '' } },
  })
})

test('a secret that is stored stays so', () => {
  const stored = { bearer: { token: '' } }
  const target = { ...emptyTargetForm(), storedOptions: stored, options: { bearer: { token: 'hidden' } } }
  expect(withoutSecrets(target, [http]).options).toEqual(stored)
})

test('options of a kind that is not known are not kept', () => {
  const target = { ...emptyTargetForm(), type: 'pager', options: { key: 'hidden' } }
  expect(withoutSecrets(target, [http]).options).toEqual({})
})
