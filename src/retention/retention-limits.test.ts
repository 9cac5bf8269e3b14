import { expect, test } from 'vitest'
import { type RetentionSettings, retentionLimits } from './retention-limits.ts'

const DEFAULTS: RetentionSettings = {
  bodiesDays: 30,
  bodiesEvents: 2000,
  days: 180,
  events: 10_000,
  keysDays: 30,
}
const UNSET: RetentionSettings = {
  bodiesDays: null,
  bodiesEvents: null,
  days: null,
  events: null,
  keysDays: 30,
}

test('what nobody has set is limited by the defaults', () => {
  expect(retentionLimits(UNSET, DEFAULTS, false)).toEqual({
    bodies: { days: 30, events: 2000 },
    events: { days: 180, events: 10_000 },
    keysDays: 30,
  })
})

test('a database from before there were limits has only those that somebody has set', () => {
  expect(retentionLimits(UNSET, DEFAULTS, true)).toMatchObject({
    bodies: { days: null, events: null },
    events: { days: null, events: null },
  })
  expect(retentionLimits({ ...UNSET, bodiesDays: 7 }, DEFAULTS, true)).toMatchObject({
    bodies: { days: 7, events: null },
    events: { days: null, events: null },
  })
})

test('0 is no limit', () => {
  const set = { ...UNSET, bodiesDays: 0, bodiesEvents: 0, days: 0, events: 0 }
  expect(retentionLimits(set, DEFAULTS, false)).toMatchObject({
    bodies: { days: null, events: null },
    events: { days: null, events: null },
  })
})

test('bodies are kept no longer than their events', () => {
  const set = { ...UNSET, bodiesDays: 0, bodiesEvents: 5000, days: 20, events: 100 }
  expect(retentionLimits(set, DEFAULTS, false)).toMatchObject({ bodies: { days: 20, events: 100 } })
})
