import { expect, test } from 'vitest'
import { draftedTarget } from './drafted-target.ts'
import type { TargetDraft, TargetWithSecrets } from './target.ts'
import { PLAIN_RULES } from './target-rules.ts'

const schema = { properties: { login: { properties: { user: {}, password: { writeOnly: true } } } } }

const draft: TargetDraft = {
  type: 'http',
  address: 'https://a.test/hook',
  skipCertVerify: false,
  payloadFormat: 'Default',
  attachment: '',
  options: {},
  rules: { ...PLAIN_RULES, optionsSchema: schema },
  authHeader: null,
  secret: null,
}
const stored: TargetWithSecrets = {
  id: 3,
  type: 'http',
  address: 'https://a.test/old',
  skipCertVerify: true,
  payloadFormat: 'Proposal',
  attachment: '',
  isPaused: true,
  isHeld: true,
  formerSigningUntilMs: null,
  hasAuthHeader: true,
  hasSecret: false,
  options: { login: { user: 'ci', password: 'pass' } },
  authHeader: 'Bearer let-me-in',
  secret: null,
  formerSigningSecret: null,
}

test('a target that is not stored is what its draft says', () => {
  const options = { login: { user: 'ci', password: 'new' } }
  expect(draftedTarget({ ...draft, options, secret: 'hush' }, null)).toEqual({
    id: 0,
    type: 'http',
    address: 'https://a.test/hook',
    skipCertVerify: false,
    payloadFormat: 'Default',
    attachment: '',
    options,
    authHeader: null,
    secret: 'hush',
    hasAuthHeader: false,
    hasSecret: true,
    isPaused: false,
    isHeld: false,
    formerSigningUntilMs: null,
    formerSigningSecret: null,
  })
})

test('secrets that are left out are those of the stored target', () => {
  const target = draftedTarget({ ...draft, options: { login: { user: 'other' } } }, stored)
  expect(target).toMatchObject({
    id: 3,
    address: 'https://a.test/hook',
    authHeader: 'Bearer let-me-in',
    secret: null,
    options: { login: { user: 'other', password: 'pass' } },
  })
})

test('a new way to log in replaces the stored one', () => {
  expect(draftedTarget({ ...draft, secret: 'hush' }, stored)).toMatchObject({
    authHeader: null,
    secret: 'hush',
  })
})

test('stored secrets do not go to another host', () => {
  const elsewhere = { ...draft, address: 'https://b.test/hook' }
  expect(() => draftedTarget(elsewhere, stored)).toThrow('send it again to use it at https://b.test/hook')
})
