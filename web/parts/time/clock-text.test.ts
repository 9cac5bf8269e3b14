import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clockText, dayOf, dayText, shortTimeText, zoneText } from './clock-text.ts'

describe('for a reader in Kathmandu', () => {
  const before = process.env['TZ']
  beforeEach(() => {
    process.env['TZ'] = 'Asia/Kathmandu'
  })
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  test('a time is written to the millisecond, with the zone apart', () => {
    expect(clockText('2026-11-28T09:05:07.042Z')).toBe('14:50:07.042')
    expect(zoneText(new Date('2026-11-28T09:05:07Z'))).toBe('UTC+05:45')
    expect(shortTimeText('2026-11-28T09:05:07Z', 'en')).toBe('Nov 28, 14:50')
  })

  test('days change at midnight there', () => {
    expect(dayOf('2026-11-28T18:14:59.999Z')).not.toBe(dayOf('2026-11-28T18:15:00Z'))
    expect(dayText('2026-11-28T18:15:00Z', 'en')).toBe('Sunday, November 29, 2026')
    expect(dayText('2026-11-28T18:15:00Z', 'zh-CN')).toBe('2026年11月29日星期日')
  })
})
