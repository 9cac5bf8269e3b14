import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import { checkRules } from './check-rules.ts'
import { checkText } from './check-text.ts'
import { readRules } from './file/read-rules.ts'
import type { Rule } from './rule.ts'

function rulesOf(text: string): readonly Rule[] {
  const reading = readRules(text, '/')
  if ('mistakes' in reading) throw new Error(reading.mistakes.map((mistake) => mistake.text).join('\n'))
  return reading.file.rules
}

/** One sample of the check of the one rule that these conditions make. */
function sampleOf(conditions: string, type: string, given = {}) {
  const [checked] = checkRules(rulesOf(`rules: [{ name: a, run: x, ${conditions} }]`), given)
  return checked?.samples.find(({ facts }) => facts.eventType === type)
}

test('every event type has a sample for each rule', () => {
  const [first, second, ...others] = checkRules(rulesOf('rules: [{ name: a, run: x }, { name: b, run: y }]'))
  expect(others).toEqual([])
  for (const checked of [first, second]) {
    expect(checked?.samples.map(({ facts }) => facts.eventType)).toEqual(EVENT_TYPES)
    expect(checked?.samples.every(({ verdict }) => verdict === 'run')).toBe(true)
  }
})

test.for([
  ['repository: "team/**"', { project: 'team', repository: 'team/web', tag: '1.4.2' }],
  ['repository: "a{b,c}/x/*"', { project: 'ab', repository: 'ab/x/web' }],
  ['repository: web-*', { project: 'library', repository: 'library/web-web' }],
  ['project: shop-*', { project: 'shop-team', repository: 'shop-team/web' }],
  ['tag: ["v*", "!*-rc*"]', { tag: 'v1', resourceUrl: 'registry.example.com/library/web:v1' }],
  ['actor: "robot$*"', { operator: 'robot$alice' }],
] as const)('a sample has the names that the rule asks for: %s', ([conditions, facts]) => {
  expect(sampleOf(conditions, 'PUSH_ARTIFACT')).toMatchObject({ facts, verdict: 'run' })
})

test('a scan is as severe as the rule wants it', () => {
  expect(sampleOf('severity: High', 'SCANNING_COMPLETED')).toMatchObject({ verdict: 'run' })
  expect(sampleOf('severity: High', 'SCANNING_FAILED')).toMatchObject({ verdict: 'severity too low' })
  const below = sampleOf('severity_below: High', 'SCANNING_COMPLETED')
  expect(below).toMatchObject({ facts: { severity: 'Medium' }, verdict: 'run' })
  expect(sampleOf('severity_below: High', 'PUSH_ARTIFACT')).toMatchObject({ verdict: 'severity not known' })
})

test('what is given counts before what the rule asks for', () => {
  const given = { repository: 'other/app', tag: 'x' }
  const sample = sampleOf('repository: "team/**"', 'PUSH_ARTIFACT', given)
  expect(sample).toMatchObject({ facts: { ...given, project: 'other' }, verdict: 'repository not matched' })
})

test('the text says what would run, in 80 columns', () => {
  const text = checkText(
    checkRules(
      rulesOf(`rules:
  - { name: deploy, on: pushImage, repository: "team/**", run: [./deploy.sh, "two words"] }
  - { name: wide, repository: "team/**", shell: "echo ${'long '.repeat(40)}" }
  - { name: never, on: REPLICATION, tag: "v*", call: { url: "https://h/" } }
`),
    ),
  )
  expect(text.split('\n').every((line) => line.length <= 80)).toBe(true)
  expect(text).toContain(`deploy: ./deploy.sh "two words"
  would run for
    PUSH_ARTIFACT       team/web:1.4.2, by robot$ci
  would not run for other event types
`)
  expect(text).toContain(`  would not run, repository not matched
    REPLICATION, TAG_RETENTION, TARGET_FAILING, TARGET_RECOVERED,
    SOURCE_REFUSED, SOURCE_SILENT, SOURCE_RECOVERED
`)
  expect(text).toMatch(/never: POST https:\/\/h\/\n {2}would run for no event\n/)
})
