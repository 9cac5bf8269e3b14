import { expect, test } from 'vitest'
import type { SourceView } from '../domain/registry/source.ts'
import { type SourceTroublesInput, sourceTroubles } from './source-troubles.ts'

const NOW_MS = Date.UTC(2030, 0, 2)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SOURCE: SourceView = {
  id: 3,
  name: 'registry-eu',
  kind: 'distribution',
  settings: {},
  createdAtMs: NOW_MS - 100 * HOUR_MS,
  lastEventAtMs: NOW_MS - 3 * HOUR_MS,
  refusedSinceMs: null,
  wrongTokens: null,
}
const find = (changes: Partial<SourceView>, input: Partial<SourceTroublesInput> = {}) =>
  sourceTroubles({
    sources: [{ ...SOURCE, ...changes }],
    lastEventOf: () => null,
    nowMs: NOW_MS,
    ...input,
  })
const wrongTokens = (fromMs: number, toMs: number) => ({
  wrongTokens: { sinceMs: NOW_MS - fromMs, lastMs: NOW_MS - toMs, address: '192.0.2.7' },
})

test('a source that is silent without a setting is no trouble', () => {
  expect(find({ lastEventAtMs: null })).toEqual([])
})

test.each([
  ['two hours', 2, NOW_MS - 3 * HOUR_MS],
  ['three hours', 3, NOW_MS - 3 * HOUR_MS],
])(
  'a source that may be silent for %s and was for three is trouble since its last event',
  (_, hours, sinceMs) => {
    const settings = { silent_after_hours: hours }
    expect(find({ settings })).toMatchObject([{ kind: 'source_silent', sourceId: 3, projectId: 0, sinceMs }])
  },
)

test('one that never reported anything is silent since it was created', () => {
  const settings = { silent_after_hours: 24 }
  expect(find({ settings, lastEventAtMs: null })).toMatchObject([{ sinceMs: SOURCE.createdAtMs }])
})

test('an event that is not stored yet counts', () => {
  const settings = { silent_after_hours: 2 }
  expect(find({ settings }, { lastEventOf: () => NOW_MS - HOUR_MS })).toEqual([])
})

test('a source that is refused is that, and not silent too', () => {
  const sinceMs = NOW_MS - 5 * HOUR_MS
  const settings = { silent_after_hours: 1 }
  expect(find({ settings, refusedSinceMs: sinceMs })).toMatchObject([
    { kind: 'source_refused', cause: 'refused', sinceMs },
  ])
})

test('wrong tokens for a minute are trouble of a source that reports nothing else', () => {
  expect(find(wrongTokens(10 * MINUTE_MS, 0))).toMatchObject([
    { kind: 'source_refused', cause: 'wrong_token', reason: '192.0.2.7 shows a wrong token' },
  ])
})

test.each([
  ['a single one', {}, wrongTokens(0, 0)],
  ['some, an hour ago', {}, wrongTokens(3 * HOUR_MS, HOUR_MS + 1)],
  [
    'those of strangers, while events come',
    { lastEventAtMs: NOW_MS - MINUTE_MS },
    wrongTokens(10 * MINUTE_MS, 0),
  ],
])('wrong tokens are none: %s', (_, changes, input) => {
  expect(find({ ...changes, ...input })).toEqual([])
})
