import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Gatherer } from './gatherer.ts'

interface Batch {
  readonly inputs: readonly string[]
  readonly beginNext: () => void
  readonly end: () => void
}

/** Inputs are carried out when the test says so; the letter before the number is their key. */
function gatherer(maxUnderWay: number) {
  const batches: Batch[] = []
  const gathered = new Gatherer<string, string>({
    carryOut: (inputs, beginNext) =>
      new Promise((resolve) => batches.push({ inputs, beginNext, end: () => resolve(inputs) })),
    maxUnderWay,
    keysOf: (input) => [input.charAt(0)],
  })
  const submit = async (...inputs: readonly string[]): Promise<void> => {
    for (const input of inputs) void gathered.submit(input)
    await setImmediate()
  }
  return { batches, submit, begun: () => batches.map(({ inputs }) => inputs.join(' ')) }
}

test('calls gather while a batch is under way, until it lets the next begin', async () => {
  const { batches, submit, begun } = gatherer(2)
  await submit('a1', 'b1')
  await submit('c1')
  await submit('d1')
  expect(begun()).toEqual(['a1 b1'])
  batches[0]!.beginNext()
  await setImmediate()
  expect(begun()).toEqual(['a1 b1', 'c1 d1'])
})

test('calls of one key keep their order, and others pass them', async () => {
  const { batches, submit, begun } = gatherer(3)
  await submit('a1')
  batches[0]!.beginNext()
  await submit('a2', 'b1', 'a3')
  expect(begun()).toEqual(['a1', 'b1'])
  batches[1]!.beginNext()
  await submit('c1')
  expect(begun()).toEqual(['a1', 'b1', 'c1'])
  batches[2]!.beginNext()
  batches[0]!.end()
  await setImmediate()
  await setImmediate()
  expect(begun()).toEqual(['a1', 'b1', 'c1', 'a2 a3'])
})

test('no more batches than allowed are under way', async () => {
  const { batches, submit, begun } = gatherer(2)
  await submit('a1')
  batches[0]!.beginNext()
  await submit('b1')
  batches[1]!.beginNext()
  await submit('c1')
  expect(begun()).toEqual(['a1', 'b1'])
  batches[1]!.end()
  await setImmediate()
  await setImmediate()
  expect(begun()).toEqual(['a1', 'b1', 'c1'])
})

test('a batch that waits for a lock keeps no other waiting', async () => {
  const { submit, begun } = gatherer(2)
  await submit('a1')
  await submit('b1')
  await expect.poll(begun).toEqual(['a1', 'b1'])
})
