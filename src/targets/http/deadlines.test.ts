import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startDeadline } from './deadlines.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Starts deadlines, and notes by name those that have passed. */
function deadlines() {
  const passed: string[] = []
  const start = (name: string, timeoutMs: number) =>
    startDeadline(timeoutMs, { deadline: () => void passed.push(name) })
  return { passed, start }
}

test('each deadline passes in its own time', () => {
  const { passed, start } = deadlines()
  start('first', 100)
  start('long', 1000)
  vi.advanceTimersByTime(60)
  start('second', 100)
  vi.advanceTimersByTime(39)
  expect(passed).toEqual([])
  vi.advanceTimersByTime(1)
  expect(passed).toEqual(['first'])
  vi.advanceTimersByTime(60)
  expect(passed).toEqual(['first', 'second'])
  vi.advanceTimersByTime(840)
  expect(passed).toEqual(['first', 'second', 'long'])
})

test('what ends before its deadline hears nothing of it, and the one behind it has all of its time', () => {
  const { passed, start } = deadlines()
  const end = start('first', 100)
  vi.advanceTimersByTime(50)
  start('second', 100)
  end()
  vi.advanceTimersByTime(99)
  expect(passed).toEqual([])
  vi.advanceTimersByTime(1)
  expect(passed).toEqual(['second'])
})

test('no timer stays behind when all have ended', () => {
  const { start } = deadlines()
  const ends = [start('first', 100), start('second', 100), start('other', 50)]
  expect(vi.getTimerCount()).toBe(2)
  for (const end of ends) end()
  for (const end of ends) end()
  expect(vi.getTimerCount()).toBe(0)
})

test('one that ends when another passes is not called', () => {
  const { passed, start } = deadlines()
  let end = (): void => undefined
  startDeadline(100, { deadline: () => end() })
  end = start('ended by the first', 100)
  vi.advanceTimersByTime(100)
  expect(passed).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('a deadline that starts when another passes has all of its time, and delays none', () => {
  const { passed, start } = deadlines()
  startDeadline(100, { deadline: () => void start('third', 100) })
  vi.advanceTimersByTime(20)
  start('second', 100)
  vi.advanceTimersByTime(100)
  expect(passed).toEqual(['second'])
  vi.advanceTimersByTime(80)
  expect(passed).toEqual(['second', 'third'])
  expect(vi.getTimerCount()).toBe(0)
})
