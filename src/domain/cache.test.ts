import { expect, test } from 'vitest'
import { createCache } from './cache.ts'

function counted() {
  const lookUps: string[] = []
  const cache = createCache(async (key: string) => {
    lookUps.push(key)
    return key.toUpperCase()
  })
  return { cache, lookUps }
}

test('an entry is looked up once, however many ask at the same time', async () => {
  const { cache, lookUps } = counted()
  expect(await Promise.all([cache.get('a'), cache.get('a'), cache.get('b')])).toEqual(['A', 'A', 'B'])
  expect(await cache.get('a')).toBe('A')
  expect(lookUps).toEqual(['a', 'b'])
})

test('an entry that was forgotten is looked up again, the others are not', async () => {
  const { cache, lookUps } = counted()
  await Promise.all([cache.get('a'), cache.get('b')])
  cache.forget('a')
  await Promise.all([cache.get('a'), cache.get('b')])
  expect(lookUps).toEqual(['a', 'b', 'a'])
})

test('after clear everything is looked up again', async () => {
  const { cache, lookUps } = counted()
  await Promise.all([cache.get('a'), cache.get('b')])
  cache.clear()
  await Promise.all([cache.get('a'), cache.get('b')])
  expect(lookUps).toEqual(['a', 'b', 'a', 'b'])
})

test('a look-up that failed is not kept', async () => {
  let fails = true
  const cache = createCache(async () => {
    if (fails) throw new Error('not now')
    return 'here'
  })
  await expect(cache.get('a')).rejects.toThrow('not now')
  fails = false
  await expect(cache.get('a')).resolves.toBe('here')
})

test('memory stays bounded: ten thousand entries are all that is kept', async () => {
  const { cache, lookUps } = counted()
  for (let key = 0; key <= 10_000; key++) await cache.get(String(key))
  await cache.get('10000')
  expect(lookUps).toHaveLength(10_001)
  await cache.get('0')
  expect(lookUps).toHaveLength(10_002)
})

test('what is known is what was looked up and not forgotten', async () => {
  const { cache } = counted()
  const answer = cache.get('a')
  expect(cache.known('a')).toBeUndefined()
  await answer
  expect(cache.known('a')).toBe('A')
  cache.forget('a')
  expect(cache.known('a')).toBeUndefined()
  await cache.get('a')
  cache.clear()
  expect(cache.known('a')).toBeUndefined()
})

test('a look-up that ends after everything was cleared makes nothing known', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const cache = createCache(() => promise)
  const answer = cache.get('a')
  cache.clear()
  resolve('outdated')
  expect(await answer).toBe('outdated')
  expect(cache.known('a')).toBeUndefined()
})
