import { expect, test } from 'vitest'
import type { Facts } from '../webhook/webhook.ts'
import { type RuleVerdict, matchingRules, ruleVerdict } from './matching-rules.ts'
import { execRule } from './rule-defaults.ts'
import type { Conditions } from './rule.ts'

const PUSH: Facts = {
  eventType: 'PUSH_ARTIFACT',
  project: 'shop',
  repository: 'shop/front/web',
  tag: 'v1',
  digest: '',
  resourceUrl: '',
  operator: 'robot$ci',
  severity: '',
}

const SCAN: Facts = { ...PUSH, eventType: 'SCANNING_COMPLETED', severity: 'Medium' }

function verdict(when: Conditions, facts: Partial<Facts> = {}): RuleVerdict {
  return ruleVerdict({ when }, { ...PUSH, ...facts })
}

const including = (...include: string[]) => ({ include, exclude: [] })
const excluding = (...exclude: string[]) => ({ include: [], exclude })

test('without conditions every event runs, also one of a type that is not known', () => {
  expect(verdict({})).toBe('run')
  expect(verdict({}, { eventType: null, repository: 'x'.repeat(2_000_000) })).toBe('run')
})

test('an event type is one of the list', () => {
  expect(verdict({ eventTypes: ['PULL_ARTIFACT', 'PUSH_ARTIFACT'] })).toBe('run')
  expect(verdict({ eventTypes: ['PULL_ARTIFACT'] })).toBe('event type not subscribed')
  expect(verdict({ eventTypes: ['PULL_ARTIFACT'] }, { eventType: null })).toBe('event type not subscribed')
})

test('a repository is matched by its path or by its name in the project', () => {
  for (const glob of ['shop/**', 'front/*', '**/web', 'shop/front/web'])
    expect(verdict({ repository: including(glob) }), glob).toBe('run')
  for (const glob of ['web', 'shop/*']) {
    expect(verdict({ repository: including(glob) }), glob).toBe('repository not matched')
    expect(verdict({ repository: excluding(glob) }), glob).toBe('run')
  }
  expect(verdict({ repository: excluding('shop/**') })).toBe('repository not matched')
})

test('project, tag and actor are matched by globs', () => {
  expect(verdict({ project: including('s*'), tag: including('v*'), actor: including('robot$*') })).toBe('run')
  expect(verdict({ project: including('team') })).toBe('project not matched')
  expect(verdict({ tag: including('latest') })).toBe('tag not matched')
  expect(verdict({ actor: excluding('robot$*') })).toBe('actor not matched')
})

test('an event without a tag has the tag that is empty', () => {
  expect(verdict({ tag: including('*') }, { tag: '' })).toBe('run')
  expect(verdict({ tag: including('v*') }, { tag: '' })).toBe('tag not matched')
})

test('a scan has the least severity or is left out, other events pass', () => {
  expect(verdict({ severity: 'Medium' }, SCAN)).toBe('run')
  expect(verdict({ severity: 'High' }, SCAN)).toBe('severity too low')
  expect(verdict({ severity: 'None' }, { ...SCAN, severity: '' })).toBe('severity too low')
  expect(verdict({ severity: 'High' })).toBe('run')
  expect(verdict({ severity: 'High' }, { ...SCAN, eventType: null })).toBe('severity too low')
})

test('below a severity only scans with a result pass', () => {
  expect(verdict({ severityBelow: 'High' }, SCAN)).toBe('run')
  expect(verdict({ severityBelow: 'Medium' }, SCAN)).toBe('severity too high')
  expect(verdict({ severityBelow: 'High' }, { ...SCAN, severity: '' })).toBe('severity not known')
  expect(verdict({ severityBelow: 'High' }, { ...SCAN, severity: 'Dreadful' })).toBe('severity not known')
  expect(verdict({ severityBelow: 'High' })).toBe('severity not known')
})

test('a text that is longer than any name matches no glob, and takes no time', () => {
  const start = performance.now()
  const repository = `shop/${'a'.repeat(1_000_000)}`
  expect(verdict({ repository: including('**a**a**a**b**') }, { repository })).toBe('repository not matched')
  expect(verdict({ repository: excluding('x') }, { repository })).toBe('repository not matched')
  expect(performance.now() - start).toBeLessThan(1000)
})

test('all rules that match run, in the order of the file', () => {
  const rules = [
    { ...execRule('a'), name: 'a', when: { tag: including('v*') } },
    { ...execRule('b'), name: 'b', when: { tag: including('latest') } },
    { ...execRule('c'), name: 'c' },
  ]
  expect(matchingRules(rules, PUSH).map(({ name }) => name)).toEqual(['a', 'c'])
})
