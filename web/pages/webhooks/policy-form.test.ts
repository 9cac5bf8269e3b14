import { describe, expect, test } from 'vitest'
import { policyFormOf, emptyPolicyForm, filterRequestOf, policyRequestOf } from './policy-form.ts'

const stored = {
  id: 3,
  project_id: 1,
  name: 'builds',
  enabled: true,
  event_types: ['PUSH_ARTIFACT'],
  creation_time: '2026-01-01T00:00:00Z',
  update_time: '2026-01-01T00:00:00Z',
  targets: [{ id: 7, type: 'http', address: 'https://ci.test/hook', has_auth_header: true }],
}

describe('a policy in the form', () => {
  test('verifies certificates unless someone says otherwise', () => {
    expect(policyRequestOf(emptyPolicyForm()).targets?.[0]).toMatchObject({
      type: 'http',
      skip_cert_verify: false,
    })
  })

  test('sends no secret that was not typed, so that the stored one stays', () => {
    const [target] = policyRequestOf(policyFormOf(stored)).targets ?? []
    expect(target).toMatchObject({ address: 'https://ci.test/hook' })
    expect(target).not.toHaveProperty('auth_header')
    expect(target).not.toHaveProperty('secret')
  })

  test('sends the one secret that was typed', () => {
    const form = policyFormOf(stored)
    const typed = { authentication: 'secret', authenticationValue: 's3' } as const
    const changed = { ...form, targets: form.targets.map((target) => ({ ...target, ...typed })) }
    expect(policyRequestOf(changed).targets?.[0]).toMatchObject({ secret: 's3' })
    expect(policyRequestOf(changed).targets?.[0]).not.toHaveProperty('auth_header')
  })
})

test.each([true, false])('the way of a webhook stays as it is stored: %s', (harbor_way) => {
  expect(policyRequestOf(policyFormOf({ ...stored, harbor_way }))).toMatchObject({ harbor_way })
})

test('a webhook whose way the setting decides sends none', () => {
  expect(policyRequestOf(policyFormOf(stored))).not.toHaveProperty('harbor_way')
  expect(policyRequestOf(emptyPolicyForm())).not.toHaveProperty('harbor_way')
})

test('a filter is sent without what filters nothing', () => {
  const filter = {
    repositories: { include: ['team/*'], exclude: [] },
    tags: { include: [] },
    children: false,
  }
  expect(filterRequestOf({ ...filter, min_severity: '' })).toEqual({ repositories: { include: ['team/*'] } })
})
