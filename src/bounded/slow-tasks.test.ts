import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SLICE_EVERY_MS } from './budget.ts'
import { SlowTasks } from './slow-tasks.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('one process goes on at a time, in turn, until its task has ended', async () => {
  const slow = new SlowTasks()
  const wentOn: string[] = []
  const [first, second] = ['first', 'second'].map((name) => {
    const { promise, resolve } = Promise.withResolvers<string>()
    return { ended: slow.during({ goOn: () => wentOn.push(name) }, promise), end: () => resolve(name) }
  })
  vi.advanceTimersByTime(4 * SLICE_EVERY_MS)
  expect(wentOn).toEqual(['first', 'second', 'first', 'second'])
  first!.end()
  expect(await first!.ended).toBe('first')
  vi.advanceTimersByTime(2 * SLICE_EVERY_MS)
  expect(wentOn.slice(4)).toEqual(['second', 'second'])
  second!.end()
  await second!.ended
  expect(vi.getTimerCount()).toBe(0)
})
