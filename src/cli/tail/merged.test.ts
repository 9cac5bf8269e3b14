import { expect, test } from 'vitest'
import { merged } from './merged.ts'

async function* listed<Item>(...items: readonly Item[]) {
  yield* items
}

test.for([
  [
    ['1', '3', '5'],
    ['2', '4'],
    ['1', '2', '3', '4', '5'],
  ],
  [[], ['2', '4'], ['2', '4']],
  [['1'], [], ['1']],
  [[], [], []],
] as const)('%j and %j are %j', async ([left, right, both]) => {
  const found = merged(listed<string>(...left), listed<string>(...right), (time) => time)
  expect(await Array.fromAsync(found)).toEqual(both)
})

test('at one time the first list comes first', async () => {
  const found = merged(listed('a1'), listed('b1'), (text) => text.slice(1))
  expect(await Array.fromAsync(found)).toEqual(['a1', 'b1'])
})
