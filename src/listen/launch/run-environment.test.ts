import { expect, test } from 'vitest'
import { plainCommand } from '../rules/rule-defaults.ts'
import type { Facts } from '../webhook/webhook.ts'
import { runEnvironment } from './run-environment.ts'

const facts: Facts = {
  eventType: 'PUSH_ARTIFACT',
  project: 'team',
  repository: 'team/app',
  tag: 'v1',
  digest: 'sha256:a',
  resourceUrl: 'registry.example/team/app:v1',
  operator: 'alice',
  severity: '',
}
const own = { PATH: '/bin', HOME: '/root', LANG: 'C', OTHER: 'x', SECRET: 'y' }

const environmentOf = (changed: Partial<Facts>, roomBytes?: number) =>
  runEnvironment({
    action: { ...plainCommand(['deploy']), inherits: ['OTHER', 'MISSING'], environment: { STAGE: 'test' } },
    about: { id: 17, attempt: 2, webhookId: 'w-1', facts: { ...facts, ...changed } },
    own,
    home: null,
    ...(roomBytes !== undefined && { roomBytes }),
  })

test('a run gets the facts, what its rule says, and nothing else of the listener', () => {
  expect(environmentOf({})).toEqual({
    PATH: '/bin',
    HOME: '/root',
    LANG: 'C',
    OTHER: 'x',
    STAGE: 'test',
    BELLBUOY_RUN_ID: '17',
    BELLBUOY_ATTEMPT: '2',
    BELLBUOY_EVENT: 'PUSH_ARTIFACT',
    BELLBUOY_PROJECT: 'team',
    BELLBUOY_REPOSITORY: 'team/app',
    BELLBUOY_TAG: 'v1',
    BELLBUOY_DIGEST: 'sha256:a',
    BELLBUOY_RESOURCE_URL: 'registry.example/team/app:v1',
    BELLBUOY_OPERATOR: 'alice',
    BELLBUOY_SEVERITY: '',
    BELLBUOY_WEBHOOK_ID: 'w-1',
    BELLBUOY_LEFT_OUT: '',
  })
})

test.each([
  ['a NUL', 'a\0b'],
  ['half a character', 'a\ud800'],
  ['more than 64 KiB', 'ä'.repeat(32 * 1024 + 1)],
])('a fact with %s is empty and named', (_, tag) => {
  expect(environmentOf({ tag })).toMatchObject({ BELLBUOY_TAG: '', BELLBUOY_LEFT_OUT: 'BELLBUOY_TAG' })
})

test('a fact of 64 KiB is carried', () => {
  const tag = 't'.repeat(64 * 1024)
  expect(environmentOf({ tag })).toMatchObject({ BELLBUOY_TAG: tag, BELLBUOY_LEFT_OUT: '' })
})

test('the longest facts are left out until all others have room', () => {
  const tag = 't'.repeat(3000)
  const operator = 'o'.repeat(2000)
  expect(environmentOf({ tag, operator }, 4000)).toMatchObject({ BELLBUOY_LEFT_OUT: 'BELLBUOY_TAG' })
  expect(environmentOf({ tag, operator }, 1500)).toMatchObject({
    BELLBUOY_LEFT_OUT: 'BELLBUOY_TAG BELLBUOY_OPERATOR',
    BELLBUOY_REPOSITORY: 'team/app',
  })
})

test('a variable of the rule does not replace a fact', () => {
  const action = { ...plainCommand(['x']), environment: { BELLBUOY_TAG: 'forged' } }
  const about = { id: 1, attempt: 1, webhookId: '', facts }
  expect(runEnvironment({ action, about, own, home: null })['BELLBUOY_TAG']).toBe('v1')
})
