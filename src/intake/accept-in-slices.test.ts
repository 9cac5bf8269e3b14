import { expect, test } from 'vitest'
import type { IgnoredEntry, Source } from '../domain/registry/source.ts'
import { sampleEvent } from '../domain/event/sample-event.ts'
import { type Accept, acceptInSlices } from './accept-in-slices.ts'

const source = { id: 7 } as Source
const ignored: readonly IgnoredEntry[] = [{ reason: 'a blob', unknown: false }]
const SAMPLE = sampleEvent('PUSH_ARTIFACT', { project: 'team', nowMs: 0 })
const many = (count: number) => Array.from({ length: count }, () => SAMPLE)

test('a notification of many events is taken in slice by slice, and its answer counts all of it', async () => {
  const slices: { events: number; ignored: number }[] = []
  const { accept } = acceptInSlices(async (_, events, others = []) => {
    slices.push({ events: events.length, ignored: others.length })
    return { accepted: events.length - 3, repeated: 2, keptOut: 1, eventIds: [`of slice ${slices.length}`] }
  })
  expect(await accept(source, many(120), ignored)).toEqual({
    accepted: 111,
    repeated: 6,
    keptOut: 3,
    eventIds: ['of slice 1', 'of slice 2', 'of slice 3'],
  })
  expect(slices).toEqual([
    { events: 50, ignored: 0 },
    { events: 50, ignored: 0 },
    { events: 20, ignored: 1 },
  ])
})

test('a notification of a few events waits for no turn', async () => {
  const ends = Promise.withResolvers<Awaited<ReturnType<Accept>>>()
  const counts: number[] = []
  const { accept } = acceptInSlices((_, events) => {
    counts.push(events.length)
    return ends.promise
  })
  const all = [accept(source, many(51)), accept(source, many(51)), accept(source, many(51))]
  all.push(accept(source, many(50)), accept(source, []))
  await Promise.resolve()
  expect(counts.toSorted((one, other) => one - other)).toEqual([0, 50, 50, 50])
  ends.resolve({ accepted: 0, repeated: 0, keptOut: 0, eventIds: [] })
  await Promise.all(all)
})

test('a slice that fails fails the notification, and nothing after it is taken in', async () => {
  let slices = 0
  const { accept } = acceptInSlices(() =>
    ++slices < 2
      ? Promise.resolve({ accepted: 50, repeated: 0, keptOut: 0, eventIds: [] })
      : Promise.reject(new Error('full')),
  )
  await expect(accept(source, many(200))).rejects.toThrow('full')
  expect(slices).toBe(2)
})
