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
function gatherer(maxUnderWay: number, { rests = false } = {}) {
  let nowMs = 0
  const batches: Batch[] = []
  const gathered = new Gatherer<string, string>({
    carryOut: (inputs, beginNext) =>
      new Promise((resolve) => batches.push({ inputs, beginNext, end: () => resolve(inputs) })),
    maxUnderWay,
    clock: { monotonic: () => nowMs },
    rests,
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
  const pass = async (ms: number): Promise<void> => {
    nowMs += ms
    vi.advanceTimersByTime(ms)
    await turn()
  }
  return { batches, submit, turn, pass, begun: () => batches.map(({ inputs }) => inputs) }
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

test('where all batches take long, none counts as one that waits for a lock', async () => {
  const { batches, submit, pass, turn, begun } = gatherer(2)
  for (let number = 0; number < 20; number++) {
    await submit(`a ${number}`)
    await pass(19)
    batches.at(-1)!.end()
    await turn()
  }
  await submit('a last')
  await submit('b last')
  await pass(60)
  expect(begun().at(-1)).toEqual(['a last'])
  await pass(20)
  expect(begun().at(-1)).toEqual(['b last'])
})

test('what nobody waits for gathers after a batch for as long as that took, unless there is enough for another', async () => {
  const { batches, submit, pass, begun } = gatherer(2, { rests: true })
  await submit('a 1')
  await pass(12)
  batches[0]!.end()
  await submit('b 1')
  await pass(11)
  await submit('c 1')
  expect(begun()).toHaveLength(1)
  await pass(1)
  expect(begun()[1]).toEqual(['b 1', 'c 1'])
  await pass(12)
  batches[1]!.end()
  const many = Array.from({ length: 256 }, (_, number) => `d ${number}`)
  await submit(...many)
  expect(begun()[2]).toEqual(many)
})

test('a batch that ended long ago keeps nothing waiting', async () => {
  const { batches, submit, turn, pass, begun } = gatherer(2, { rests: true })
  await submit('a 1')
  await pass(500)
  batches[0]!.end()
  await pass(0)
  await submit('b 1')
  await pass(50)
  expect(begun()[1]).toEqual(['b 1'])
  batches[1]!.end()
  await turn()
  await pass(50)
  await submit('c 1')
  expect(begun()[2]).toEqual(['c 1'])
})

test('a rest ends with its timer, which knows whole milliseconds only', async () => {
  const { batches, submit, turn, pass, begun } = gatherer(2, { rests: true })
  await submit('a 1')
  await pass(12.6)
  batches[0]!.end()
  await submit('b 1')
  await pass(12)
  await turn()
  expect(begun()[1]).toEqual(['b 1'])
})
