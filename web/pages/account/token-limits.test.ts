import { expect, test } from 'vitest'
import { english } from '../../text/english.ts'
import { type ChosenLimits, limitWords, limitsOf } from './token-limits.ts'

const words = (chosen: ChosenLimits) => {
  const limits = limitsOf(chosen) as Parameters<typeof limitWords>[0]
  return limitWords(limits, english)
}

test('the limits that the form offers come back in words', () => {
  expect(limitsOf({ isReadOnly: false, projects: null })).toBeUndefined()
  expect(words({ isReadOnly: false, projects: null })).toEqual(['All that the user may'])
  expect(words({ isReadOnly: true, projects: null })).toEqual([
    'all projects: read only',
    'the system: read only',
  ])
  expect(words({ isReadOnly: false, projects: ['shop'] })).toEqual(['shop: all that the user may'])
  expect(words({ isReadOnly: true, projects: ['shop', 'team'] })).toEqual([
    'shop: read only',
    'team: read only',
  ])
})

test('finer limits of the API are counted', () => {
  const access = [{ resource: 'member', action: 'list' }]
  expect(limitWords([{ kind: 'project', namespace: 'shop', access }], english)).toEqual([
    'shop: 1 permission',
  ])
  const denied = { resource: '*', action: '*', effect: 'deny' }
  expect(limitWords([{ kind: 'project', namespace: 'shop', access: [denied] }], english)).toEqual([
    'shop: 1 permission',
  ])
})
