import { describe, expect, test } from 'vitest'
import { healthOf } from './health-of.ts'

const target = { id: 1, type: 'http', address: 'http://ci.test/' }
const policy = { targets: [target] }

describe('the health of a webhook', () => {
  test('is bad while the newest ended delivery failed, whatever came before', () => {
    const newest = [
      { state: 'error', attempts: 6 },
      { state: 'success', attempts: 1 },
    ] as const
    expect(healthOf(policy, newest)).toEqual({ state: 'failing', delivered: 1, ended: 2 })
  })

  test('is good again once a delivery arrives', () => {
    const newest = [
      { state: 'success', attempts: 1 },
      { state: 'error', attempts: 6 },
    ] as const
    expect(healthOf(policy, newest).state).toBe('well')
  })

  test('says that something failed and is tried again', () => {
    expect(healthOf(policy, [{ state: 'pending', attempts: 2 }]).state).toBe('retrying')
  })

  test('does not count what a user stopped against the target', () => {
    const newest = [
      { state: 'stopped', attempts: 0 },
      { state: 'success', attempts: 1 },
    ] as const
    expect(healthOf(policy, newest).state).toBe('well')
  })

  test('says that a target is unreachable, whatever became of its newest deliveries', () => {
    const unreachable = { since: '2030-01-01T00:00:00.000Z', reason: 'no connection' }
    const targets = [{ ...target, unreachable }]
    expect(healthOf({ targets }, [{ state: 'success', attempts: 1 }]).state).toBe('unreachable')
  })

  test('says before all else that Bellbuoy disabled the webhook', () => {
    const auto_disabled = { at: '2030-01-01T00:00:00.000Z', reason: 'nothing has succeeded' }
    const targets = [{ ...target, paused: true }]
    expect(healthOf({ targets, auto_disabled }, []).state).toBe('disabled')
  })

  test('says first that a target is paused', () => {
    expect(healthOf({ targets: [{ ...target, paused: true }] }, []).state).toBe('paused')
  })
})
