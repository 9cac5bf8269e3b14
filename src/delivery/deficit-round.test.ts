import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DeficitRound } from './deficit-round.ts'

const QUANTUM = 10

/** A round in which everybody waits. */
function roundOf(members: readonly string[]): DeficitRound<string> {
  const round = new DeficitRound<string>(QUANTUM)
  for (const member of members) round.add(member)
  return round
}

/** Whose turns these are, when a turn of each costs as much as given. */
function turns(round: DeficitRound<string>, count: number, costs: Readonly<Record<string, number>>): string {
  let order = ''
  for (let turn = 0; turn < count; turn++) {
    const member = round.next() ?? '-'
    order += member
    round.charge(member, costs[member] ?? 0)
  }
  return order
}

const someCosts = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 2, maxLength: 8 })

test('turns that cost the same go round', () => {
  expect(turns(roundOf(['a', 'b', 'c']), 7, { a: 10, b: 10, c: 10 })).toBe('abcabca')
})

test('a member with cheap turns has several before the next one', () => {
  expect(turns(roundOf(['a', 'b']), 8, { a: 4, b: 10 })).toBe('aaabaabaa'.slice(0, 8))
})

test('a member with an expensive turn waits until the others have had as much', () => {
  expect(turns(roundOf(['a', 'b']), 13, { a: 100, b: 10 })).toBe('abbbbbbbbbbab')
})

test('one member alone always has its turn, whatever it costs', () => {
  expect(turns(roundOf(['a']), 5, { a: 1_000_000 })).toBe('aaaaa')
})

test('nobody has a turn when nobody waits', () => {
  const round = roundOf(['a'])
  round.remove('a')
  expect([round.isEmpty, round.next()]).toEqual([true, undefined])
})

test('a member that goes and comes back still has its debt, and none of its credit', () => {
  const round = roundOf(['a', 'b'])
  round.charge('a', 100)
  round.remove('a')
  round.add('a')
  expect(turns(round, 12, { a: 100, b: 10 })).toBe('bbbbbbbbbbba')
})

test('nobody waits for more turns than its last one cost in rounds', () => {
  fc.assert(
    fc.property(someCosts, (list) => {
      const costs = Object.fromEntries(list.map((cost, index) => [String(index), cost]))
      const order = turns(roundOf(Object.keys(costs)), 3000, costs)
      const ofOthers = list.map((cost) => Math.ceil(QUANTUM / cost)).reduce((sum, each) => sum + each)
      for (const [member, cost] of Object.entries(costs)) {
        const longest = Math.max(
          ...order
            .split(member)
            .slice(0, -1)
            .map(({ length }) => length),
        )
        expect(longest).toBeLessThanOrEqual((Math.ceil(cost / QUANTUM) + 1) * ofOthers)
      }
    }),
  )
})

test('all who wait share the cost, but for one turn and one round', () => {
  fc.assert(
    fc.property(someCosts, fc.integer({ min: 1, max: 3000 }), (list, count) => {
      const costs = Object.fromEntries(list.map((cost, index) => [String(index), cost]))
      const order = turns(roundOf(Object.keys(costs)), count, costs)
      const used = list.map((cost, index) => (order.split(String(index)).length - 1) * cost)
      expect(Math.max(...used) - Math.min(...used)).toBeLessThanOrEqual(Math.max(...list) + 2 * QUANTUM)
    }),
  )
})
