import { expect, test } from 'vitest'
import { nextState } from './next-state.ts'
import type { RunResult } from './run.ts'

const retry = { maxRetry: 2, initialWaitMs: 500, maxWaitMs: 2000, factor: 3, randomization: 0.1 }
const failed: RunResult = {
  isSuccess: false,
  exitCode: 1,
  signal: null,
  statusCode: null,
  reason: 'exit code 1',
  durationMs: 1,
  output: '',
}
const after = (failures: number, rule = retry) =>
  nextState({ retry: rule, failures, result: failed, nowMs: 10_000, random: 0.5 })

test('a failed run is due again after the wait of the retry rule', () => {
  expect(after(0)).toEqual({ state: 'pending', dueAtMs: 10_501, reason: 'exit code 1' })
  expect(after(1)).toMatchObject({ state: 'pending', dueAtMs: 11_501 })
})

test('it gives up after its last retry, and where a wait would be too long', () => {
  expect(after(2)).toEqual({ state: 'error', dueAtMs: null, reason: 'exit code 1' })
  expect(after(1, { ...retry, maxWaitMs: 1000 })).toMatchObject({ state: 'error' })
})

test('a success ends it', () => {
  const result = { ...failed, isSuccess: true }
  expect(nextState({ retry, failures: 2, result, nowMs: 10_000, random: 0 })).toEqual({
    state: 'success',
    dueAtMs: null,
    reason: '',
  })
})
