import { expect, test } from 'vitest'
import { FairTurns } from './fair-turns.ts'

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('sources take turns, however many one of them waits for', async () => {
  const turns = new FairTurns(1)
  const order: string[] = []
  const work = (sourceId: number, name: string) =>
    turns.run(sourceId, async () => {
      order.push(name)
      await soon()
    })
  await Promise.all([
    work(1, 'a1'),
    work(1, 'a2'),
    work(1, 'a3'),
    work(2, 'b1'),
    work(2, 'b2'),
    work(3, 'c1'),
  ])
  expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2'])
})

test('as many have a turn at the same time as there are places', async () => {
  const turns = new FairTurns(2)
  let under = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++under)
    await soon()
    under--
  }
  await Promise.all(Array.from({ length: 9 }, (_, number) => turns.run(number % 4, work)))
  expect(most).toBe(2)
})

test('work that fails gives its turn to the next', async () => {
  const turns = new FairTurns(1)
  const failing = turns.run(1, () => Promise.reject(new Error('no room')))
  const next = turns.run(1, () => Promise.resolve('done'))
  await expect(failing).rejects.toThrow('no room')
  expect(await next).toBe('done')
})

test('one owner has no more places than it may have, and others get those that are left', async () => {
  const turns = new FairTurns<string>(2, 1)
  const order: string[] = []
  const ends = Promise.withResolvers<undefined>()
  const work = (owner: string) =>
    turns.run(owner, () => {
      order.push(owner)
      return ends.promise
    })
  const all = [work('a'), work('a'), work('b'), work('c')]
  await soon()
  expect(order).toEqual(['a', 'b'])
  ends.resolve(undefined)
  await Promise.all(all)
  expect(order.toSorted()).toEqual(['a', 'a', 'b', 'c'])
})
