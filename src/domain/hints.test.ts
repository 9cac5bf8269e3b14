import { expect, test } from 'vitest'
import { createHints } from './hints.ts'

function counted() {
  const lookUps: string[] = []
  const hints = createHints(async (key: string) => {
    lookUps.push(key)
    return key.toUpperCase()
  })
  return { hints, lookUps }
}

test('a hint is looked up once, however many ask at the same time', async () => {
  const { hints, lookUps } = counted()
  expect(await Promise.all([hints.get('a'), hints.get('a'), hints.get('b')])).toEqual(['A', 'A', 'B'])
  expect(await hints.get('a')).toBe('A')
  expect(lookUps).toEqual(['a', 'b'])
})

test('a hint that was forgotten is looked up again, the others are not', async () => {
  const { hints, lookUps } = counted()
  await Promise.all([hints.get('a'), hints.get('b')])
  hints.forget('a')
  await Promise.all([hints.get('a'), hints.get('b')])
  expect(lookUps).toEqual(['a', 'b', 'a'])
})

test('after clear everything is looked up again', async () => {
  const { hints, lookUps } = counted()
  await Promise.all([hints.get('a'), hints.get('b')])
  hints.clear()
  await Promise.all([hints.get('a'), hints.get('b')])
  expect(lookUps).toEqual(['a', 'b', 'a', 'b'])
})

test('a look-up that failed is not kept', async () => {
  let fails = true
  const hints = createHints(async () => {
    if (fails) throw new Error('not now')
    return 'here'
  })
  await expect(hints.get('a')).rejects.toThrow('not now')
  fails = false
  await expect(hints.get('a')).resolves.toBe('here')
})

test('memory stays bounded: ten thousand hints are all that is kept', async () => {
  const { hints, lookUps } = counted()
  for (let key = 0; key <= 10_000; key++) await hints.get(String(key))
  await hints.get('10000')
  expect(lookUps).toHaveLength(10_001)
  await hints.get('0')
  expect(lookUps).toHaveLength(10_002)
})
