import { describe, expect, test } from 'vitest'
import { ageText, durationText, relativeTime } from './time-text.ts'

describe('a point in time', () => {
  test.each([
    [-1000, 'just now'],
    [4999, 'just now'],
    [-5000, '5 sec. ago'],
    [-90_000, '1 min. ago'],
    [3_600_000, 'in 1 hr.'],
    [-172_800_000, '2 days ago'],
  ])('%i ms from now reads %s', (differenceMs, text) => {
    expect(relativeTime(differenceMs, 'en', 'just now')).toBe(text)
  })

  test('is written in Chinese', () => {
    expect(relativeTime(-60_000, 'zh-CN', '刚刚')).toBe('1分钟前')
  })
})

test.each([
  [12.4, '12 ms'],
  [1400, '1.4 s'],
  [12_000, '12 s'],
  [80_000, '1.3 min'],
  [120_000, '2 min'],
  [650_000, '11 min'],
  [5_400_000, '1.5 h'],
  [259_200_000, '72 h'],
])('%f ms read %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test.each([
  [259_200_000, 'en', '3 days'],
  [259_200_000, 'zh-CN', '3天'],
  [86_400_000, 'en', '24 h'],
  [130_000_000, 'en', '36.1 h'],
])('an age of %d ms reads in %s %s', (ms, language, text) => {
  expect(ageText(ms, language)).toBe(text)
})
