import { expect, test } from 'vitest'
import type { Target, TargetDraft } from './target.ts'
import { PLAIN_RULES } from './target-rules.ts'
import { assertSecretsStay, pairTargets } from './target-pairing.ts'

function stored(id: number, address: string, changes: Partial<Target> = {}): Target {
  const open = { type: 'http', skipCertVerify: false, payloadFormat: 'Default', attachment: '', options: {} }
  return {
    id,
    address,
    ...open,
    hasAuthHeader: false,
    hasSecret: false,
    isPaused: false,
    isHeld: false,
    formerSigningUntilMs: null,
    ...changes,
  }
}

function draft(address: string, changes: Partial<TargetDraft> = {}): TargetDraft {
  const open = { type: 'http', skipCertVerify: false, payloadFormat: 'Default', attachment: '', options: {} }
  return { address, ...open, rules: PLAIN_RULES, authHeader: null, secret: null, ...changes }
}

function pairedIds(before: readonly Target[], drafts: readonly TargetDraft[]) {
  return pairTargets(before, drafts).map((pair) => pair.stored?.id ?? null)
}

const a = stored(1, 'http://a.test/hook')
const b = stored(2, 'http://b.test/hook')

test('a target is found again by its address, in whatever order targets come', () => {
  expect(pairedIds([a, b], [draft(b.address), draft(a.address)])).toEqual([2, 1])
})

test('a target that moved continues the stored one that no other continues', () => {
  expect(pairedIds([a, b], [draft('http://c.test/hook'), draft(a.address)])).toEqual([2, 1])
})

test('a target more than before is new', () => {
  expect(pairedIds([a], [draft(a.address), draft('http://c.test/hook')])).toEqual([1, null])
})

test('a target of another kind continues none', () => {
  expect(pairedIds([a], [draft(a.address, { type: 'slack' })])).toEqual([null])
})

test('two targets with one address continue two stored ones', () => {
  const twin = stored(3, a.address)
  expect(pairedIds([a, twin], [draft(a.address), draft(a.address)])).toEqual([1, 3])
  expect(pairedIds([a], [draft(a.address), draft(a.address)])).toEqual([1, null])
})

test('every draft comes back in its place', () => {
  const drafts = [draft('http://c.test'), draft(a.address), draft('http://d.test')]
  expect(pairTargets([a, b], drafts).map((pair) => pair.draft)).toEqual(drafts)
})

const withSecret = stored(1, 'https://a.test/hook', { hasSecret: true })
const withHeader = stored(1, 'https://a.test/hook', { hasAuthHeader: true })
const elsewhere = draft('https://b.test/hook')

test.for([
  ['a secret', withSecret],
  ['an auth_header', withHeader],
] as const)('%s that was not given anew may not move to another host', ([, before]) => {
  const move = () => assertSecretsStay({ draft: elsewhere, stored: before })
  expect(move).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
  expect(move).toThrow('is kept for https://a.test only: send it again to use it at https://b.test/hook')
})

test.for(['http://a.test/hook', 'https://a.test:8443/hook', 'a.test/hook', 'https://a.test.evil.test/hook'])(
  'a stored secret does not go from https://a.test to %s',
  (address) => {
    expect(() => assertSecretsStay({ draft: draft(address), stored: withSecret })).toThrow('is kept for')
  },
)

test.for(['https://a.test/other', 'https://a.test:443/hook', 'https://A.test/hook?x=1'])(
  'a stored secret stays in use at %s on the same host',
  (address) => {
    expect(() => assertSecretsStay({ draft: draft(address), stored: withSecret })).not.toThrow()
  },
)

test('a secret that is given anew may be used anywhere', () => {
  expect(() =>
    assertSecretsStay({ draft: { ...elsewhere, secret: 'new' }, stored: withSecret }),
  ).not.toThrow()
  expect(() =>
    assertSecretsStay({ draft: { ...elsewhere, authHeader: 'new' }, stored: withHeader }),
  ).not.toThrow()
})

test('a target without secrets, or a new one, may be anywhere', () => {
  expect(() => assertSecretsStay({ draft: elsewhere, stored: a })).not.toThrow()
  expect(() => assertSecretsStay({ draft: elsewhere, stored: null })).not.toThrow()
})
