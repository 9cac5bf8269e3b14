import { expect, test } from 'vitest'
import { type AccountSnapshot, type CheckedAccount, nextCheck } from './account-check.ts'

const snapshot = (changes: Partial<AccountSnapshot>): AccountSnapshot => ({
  owed: 0,
  removed: 0,
  removedBelow: 0,
  counted: 0,
  next: { base: 0, counted: 0 },
  ...changes,
})
const checked = (changes: Partial<CheckedAccount>): CheckedAccount => ({
  base: 50,
  counted: 100,
  owed: 150,
  removed: 0,
  difference: 0,
  sinceMs: null,
  ...changes,
})

test('all events are counted while they are few, with those that are removed', () => {
  expect(nextCheck(null, snapshot({ owed: 7, counted: 5, removed: 2 }), 9)).toMatchObject({ difference: 0 })
  expect(nextCheck(null, snapshot({ owed: 7, counted: 5, removed: 1 }), 9)).toMatchObject({
    difference: -1,
    sinceMs: 9,
  })
})

test('what came before the first check is not counted where it is much', () => {
  const first = nextCheck(null, snapshot({ owed: 7, counted: 5, next: { base: 3, counted: 2 } }), 9)
  expect(first).toEqual({ base: 3, counted: 2, owed: 7, removed: 0, difference: 0, sinceMs: null })
})

test('what came since the check before is compared with what was reported since', () => {
  const after = { owed: 180, removedBelow: 51 }
  expect(nextCheck(checked({}), snapshot({ ...after, counted: 130 }), 9)).toMatchObject({ difference: 0 })
  expect(nextCheck(checked({}), snapshot({ ...after, counted: 127 }), 9)).toMatchObject({
    difference: -3,
    sinceMs: 9,
  })
})

test('a difference stays with the time at which it was found, and ends when what was missing appears', () => {
  const lost = checked({ difference: -3, sinceMs: 4 })
  expect(nextCheck(lost, snapshot({ owed: 150, counted: 100 }), 9)).toMatchObject({
    difference: -3,
    sinceMs: 4,
  })
  expect(nextCheck(lost, snapshot({ owed: 150, counted: 103 }), 9)).toMatchObject({
    difference: 0,
    sinceMs: null,
  })
})

test('events that are gone already when they would be counted prove nothing', () => {
  const after = snapshot({ owed: 180, counted: 20, removed: 110, removedBelow: 170 })
  expect(nextCheck(checked({}), after, 9)).toMatchObject({ difference: 0, owed: 180, sinceMs: null })
})
