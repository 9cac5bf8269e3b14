import { expect, test } from 'vitest'
import { batchedReads } from './batched-reads.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what is asked for in one turn is read at once, each key once', async () => {
  const asked: (readonly string[])[] = []
  const read = batchedReads((keys: readonly string[]) => {
    asked.push(keys)
    return Promise.resolve(new Map(keys.filter((key) => key !== 'absent').map((key) => [key, key.length])))
  })
  expect(await Promise.all([read('a'), read('bb'), read('a'), read('absent')])).toEqual([1, 2, 1, null])
  expect(await read('ccc')).toBe(3)
  expect(asked).toEqual([['a', 'bb', 'absent'], ['ccc']])
})

test('what is asked for while a statement runs waits for the next one', async () => {
  const asked: (readonly string[])[] = []
  const { promise: first, resolve } = Promise.withResolvers<ReadonlyMap<string, number>>()
  const read = batchedReads((keys: readonly string[]) => {
    asked.push(keys)
    return asked.length === 1 ? first : Promise.resolve(new Map([['c', 3]]))
  })
  const a = read('a')
  await turn()
  await turn()
  const others = [read('b'), read('c')]
  resolve(new Map([['a', 1]]))
  expect(await a).toBe(1)
  expect(await Promise.all(others)).toEqual([null, 3])
  expect(asked).toEqual([['a'], ['b', 'c']])
})

test('a fault reaches those who share its statement, and no others', async () => {
  let isBroken = true
  const read = batchedReads((keys: readonly string[]) =>
    isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(new Map(keys.map((key) => [key, 1]))),
  )
  expect((await Promise.allSettled([read('a'), read('b')])).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ])
  isBroken = false
  expect(await read('a')).toBe(1)
})

test('a statement has 128 keys at the most', async () => {
  const sizes: number[] = []
  const read = batchedReads((keys: readonly number[]) => {
    sizes.push(keys.length)
    return Promise.resolve(new Map<number, number>())
  })
  await Promise.all(Array.from({ length: 300 }, (_, key) => read(key)))
  expect(sizes).toEqual([128, 128, 44])
})
