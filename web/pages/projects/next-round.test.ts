import { describe, expect, test } from 'vitest'
import { nextRoundOf } from './next-round.ts'

const now = Date.parse('2026-03-01T10:00:00Z')
const scanner = { uuid: '1', name: 'trivy', description: '', disabled: false, is_default: true }
const schedule = { scan_on_push: false, interval_hours: 24, scanner }
const round = { started_at: '2026-03-01T09:00:00Z', is_over: true }

describe('the next round of scans', () => {
  test('is none without a schedule', () => {
    expect(nextRoundOf({ ...schedule, interval_hours: 0 }, now).state).toBe('no schedule')
  })

  test('waits for a scanner', () => {
    expect(nextRoundOf({ scan_on_push: false, interval_hours: 24 }, now).state).toBe('no scanner')
  })

  test('begins soon when there was none, or when it is due', () => {
    expect(nextRoundOf(schedule, now).state).toBe('soon')
    expect(nextRoundOf({ ...schedule, round, next_round_at: '2026-03-01T10:00:00Z' }, now).state).toBe('soon')
  })

  test('is under way until every image was ordered', () => {
    const underWay = { ...schedule, round: { ...round, is_over: false } }
    expect(nextRoundOf(underWay, now).state).toBe('under way')
  })

  test('begins at its time', () => {
    const at = '2026-03-02T09:00:00Z'
    expect(nextRoundOf({ ...schedule, round, next_round_at: at }, now)).toEqual({ state: 'at', at })
  })
})
