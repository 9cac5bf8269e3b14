import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Takes and ends turns one after the other until nobody waits; whose they were. */
function order(turns: Turns<number>, times: number, usedMs: (item: number) => number): readonly string[] {
  const owners: string[] = []
  for (let time = 0; time < times; time++) {
    const turn = turns.take()
    if (turn === null) break
    owners.push(turn.owner)
    turns.end(turn.owner, usedMs(turn.item), { isTooLong: false })
  }
  return owners
}

function waiting(turns: Turns<number>, owner: string, count: number, item: number): void {
  for (let time = 0; time < count; time++) turns.add(owner, item)
}

test('owners who use the same take turns, however much each wants', () => {
  const turns = new Turns<number>(1)
  waiting(turns, 'much', 100, 1)
  waiting(turns, 'little', 2, 1)
  expect(order(turns, 6, (item) => item)).toEqual(['much', 'little', 'much', 'little', 'much', 'much'])
})

test('one whose turns are long gets as much of the time as the others, and so fewer turns; it gets them all', () => {
  const turns = new Turns<number>(1)
  waiting(turns, 'long', 3, 500)
  waiting(turns, 'short', 1200, 1)
  const owners = order(turns, 2000, (item) => item)
  expect(owners).toHaveLength(1203)
  expect(owners.slice(0, 501).filter((owner) => owner === 'long')).toHaveLength(1)
  expect(owners.filter((owner) => owner === 'long')).toHaveLength(3)
})

test('one that comes later begins with what the others have used, so it neither waits long nor keeps them waiting', () => {
  const turns = new Turns<number>(1)
  waiting(turns, 'first', 100, 10)
  order(turns, 50, (item) => item)
  waiting(turns, 'later', 100, 10)
  const next = order(turns, 10, (item) => item)
  expect(next.filter((owner) => owner === 'later')).toHaveLength(5)
})

test('an owner has one place at a time', () => {
  const turns = new Turns<number>(2)
  waiting(turns, 'one', 2, 1)
  expect(turns.take()).toEqual({ owner: 'one', item: 1 })
  expect(turns.take()).toBeNull()
})

test('one that had a turn that was too long does not take all places by a short turn in between', () => {
  const turns = new Turns<number>(2)
  for (const owner of ['one', 'other']) {
    for (const isTooLong of [true, false]) {
      turns.add(owner, 1)
      turns.take()
      turns.end(owner, 1, { isTooLong })
    }
  }
  for (const owner of ['one', 'other']) turns.add(owner, 1)
  expect(turns.take()).toMatchObject({ owner: 'one' })
  expect(turns.take()).toBeNull()
})

test('after many short turns it is forgotten that one was too long', () => {
  const turns = new Turns<number>(2)
  for (const owner of ['one', 'other']) {
    for (let turn = 0; turn <= 50; turn++) {
      turns.add(owner, 1)
      turns.take()
      turns.end(owner, 1, { isTooLong: turn === 0 })
    }
  }
  for (const owner of ['one', 'other']) turns.add(owner, 1)
  expect(turns.take()).toMatchObject({ owner: 'one' })
  expect(turns.take()).toMatchObject({ owner: 'other' })
})

test('what waits can be taken out, and others move up', () => {
  const turns = new Turns<number>(1)
  for (const item of [1, 2]) turns.add('one', item)
  expect(turns.remove('one', 1)).toBe(true)
  expect(turns.remove('one', 1)).toBe(false)
  expect(turns.take()).toEqual({ owner: 'one', item: 2 })
  expect(turns.remove('one', 2)).toBe(false)
})

test('those whose last turn was too long leave a place to the others', () => {
  const turns = new Turns<number>(2)
  for (const owner of ['slow', 'slower']) {
    waiting(turns, owner, 1, 1)
    turns.take()
    turns.end(owner, 500, { isTooLong: true })
  }
  for (const owner of ['slow', 'slower']) waiting(turns, owner, 2, 1)
  expect(turns.take()).toMatchObject({ owner: 'slow' })
  expect(turns.take()).toBeNull()
  waiting(turns, 'quick', 1, 1)
  expect(turns.take()).toMatchObject({ owner: 'quick' })
  turns.end('slow', 500, { isTooLong: true })
  expect(turns.take()).toMatchObject({ owner: 'slower' })
})
