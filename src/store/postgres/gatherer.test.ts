import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Gatherer } from './gatherer.ts'

// Time passes when a test says so: on a busy machine a batch would take long by itself.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

interface Batch {
  readonly inputs: readonly string[]
  readonly beginNext: () => void
  readonly end: () => void
}

/** As many inputs as a batch beside another one needs, each with a key of its own. */
const ENOUGH = Array.from({ length: 16 }, (_, number) => `other${number} 1`)

/** Inputs are carried out when the test says so; the first word of each is its key. */
function gatherer(maxUnderWay: number) {
  const batches: Batch[] = []
  const gathered = new Gatherer<string, string>({
    carryOut: (inputs, beginNext) =>
      new Promise((resolve) => batches.push({ inputs, beginNext, end: () => resolve(inputs) })),
    maxUnderWay,
    keysOf: (input) => input.split(' ').slice(0, 1),
  })
  const turn = async (): Promise<void> => {
    await setImmediate()
    await setImmediate()
  }
  const submit = async (...inputs: readonly string[]): Promise<void> => {
    for (const input of inputs) void gathered.submit(input)
    await turn()
  }
  return { batches, submit, turn, begun: () => batches.map(({ inputs }) => inputs) }
}

test('calls gather while a batch is under way, until it has ended', async () => {
  const { batches, submit, turn, begun } = gatherer(2)
  await submit('a 1', 'b 1')
  await submit('c 1')
  await submit('d 1')
  expect(begun()).toEqual([['a 1', 'b 1']])
  batches[0]!.end()
  await turn()
  expect(begun()[1]).toEqual(['c 1', 'd 1'])
})

test('a batch lets the next begin beside it, which many share', async () => {
  const { batches, submit, begun } = gatherer(2)
  await submit('a 1')
  await submit(...ENOUGH)
  expect(begun(), 'not yet').toHaveLength(1)
  batches[0]!.beginNext()
  await submit('b 1')
  expect(begun()[1]).toEqual([...ENOUGH, 'b 1'])
})

test('what few would share waits for the end of the batch before', async () => {
  const { batches, submit, begun } = gatherer(2)
  await submit('a 1')
  batches[0]!.beginNext()
  await submit('b 1')
  expect(begun()).toHaveLength(1)
})

test('calls of one key keep their order, and others pass them', async () => {
  const { batches, submit, turn, begun } = gatherer(3)
  await submit('a 1')
  batches[0]!.beginNext()
  await submit('a 2', ...ENOUGH, 'a 3')
  expect(begun()[1]).toEqual(ENOUGH)
  batches[1]!.end()
  await turn()
  expect(begun()).toHaveLength(2)
  batches[0]!.end()
  await turn()
  expect(begun()[2]).toEqual(['a 2', 'a 3'])
})

test('no more batches than allowed are under way', async () => {
  const { batches, submit, turn, begun } = gatherer(2)
  await submit('a 1')
  batches[0]!.beginNext()
  await submit(...ENOUGH)
  batches[1]!.beginNext()
  const more = ENOUGH.map((input) => `more ${input}`)
  await submit('c 1', ...more)
  expect(begun()).toHaveLength(2)
  batches[1]!.end()
  await turn()
  expect(begun()).toHaveLength(3)
})

test('a batch that waits for a lock keeps no other waiting', async () => {
  const { submit, turn, begun } = gatherer(2)
  await submit('a 1')
  await submit('b 1')
  expect(begun()).toEqual([['a 1']])
  vi.advanceTimersByTime(20)
  await turn()
  expect(begun()).toEqual([['a 1'], ['b 1']])
})

test('nor does one whose commit takes long', async () => {
  const { batches, submit, turn, begun } = gatherer(2)
  await submit('a 1')
  vi.advanceTimersByTime(20)
  batches[0]!.beginNext()
  await submit('b 1')
  await turn()
  expect(begun()).toEqual([['a 1'], ['b 1']])
})
