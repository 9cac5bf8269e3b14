import { expect, test } from 'vitest'
import { RulesWatch } from './rules-watch.ts'

function watch(revision: number) {
  const rules = new RulesWatch(revision)
  const calls = { count: 0 }
  rules.onChange(() => calls.count++)
  return { rules, calls }
}

test('a revision that another process brought about calls the listeners once', () => {
  const { rules, calls } = watch(7)
  for (const revision of [7, 8, 8, 6]) rules.seen(revision)
  expect(calls.count).toBe(1)
})

test('every change of this process calls them, also where a newer one of another was seen before', () => {
  const { rules, calls } = watch(7)
  rules.seen(9)
  rules.changed(8)
  rules.seen(9)
  expect(calls.count).toBe(2)
})
