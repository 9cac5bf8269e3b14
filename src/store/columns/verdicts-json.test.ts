import { expect, test } from 'vitest'
import type { PolicyVerdict } from '../../domain/policy/policy.ts'
import { verdictsIn, verdictsJson } from './verdicts-json.ts'

test('a policy that gets the event is stored as its number', () => {
  expect(verdictsJson([{ policyId: 7, verdict: 'deliver' }])).toBe('[7]')
})

test('a verdict is named once for all policies in a row', () => {
  const verdicts: readonly PolicyVerdict[] = [
    { policyId: 1, verdict: 'event type not subscribed' },
    { policyId: 2, verdict: 'event type not subscribed' },
    { policyId: 3, verdict: 'deliver' },
    { policyId: 4, verdict: 'policy disabled' },
  ]
  const stored = verdictsJson(verdicts)
  expect(stored).toBe('["event type not subscribed",1,2,"deliver",3,"policy disabled",4]')
  expect(verdictsIn(stored)).toEqual(verdicts)
})

test('what an earlier version stored is read', () => {
  const verdicts = [{ policyId: 1, verdict: 'deliver' }]
  expect(verdictsIn(JSON.stringify(verdicts))).toEqual(verdicts)
  expect(verdictsIn('[]')).toEqual([])
  expect(() => verdictsIn('[')).toThrow()
  expect(() => verdictsIn('{}')).toThrow()
})
