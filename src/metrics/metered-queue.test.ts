import { expect, test } from 'vitest'
import type { Acceptance, AcceptResult, Queue } from '../domain/delivery/queue.ts'
import { createInstruments } from './instruments.ts'
import { meteredQueue } from './metered-queue.ts'

/** A notification of three events: one is new and has two deliveries, one is kept out, and one is counted nowhere. */
const ACCEPTANCE = {
  events: [{ event: { type: 'PUSH_ARTIFACT' }, verdicts: [], deliveries: [{}, {}] }],
  received: { sourceId: 1, atMs: 0, received: 3, merged: 0, keptOut: { 'unknown project': 1 } },
} as unknown as Acceptance

async function differencesAfter(result: AcceptResult) {
  const instruments = createInstruments()
  const store = { accept: () => Promise.resolve(result) } as unknown as Queue
  await meteredQueue(store, instruments).accept(ACCEPTANCE)
  const { values } = await instruments.accountDifference.get()
  return Object.fromEntries(values.map(({ labels, value }) => [labels.account, value]))
}

test('an event that is counted nowhere makes a difference, and so does a delivery that is not stored', async () => {
  const stored = { outcome: 'stored', deliveryIds: [[7]] } as const
  expect(await differencesAfter(stored)).toEqual({ events: 1, deliveries: 1 })
})

test('a decision that was refused as stale makes none: it is decided anew', async () => {
  expect(await differencesAfter({ outcome: 'stale', because: 'rules' })).toEqual({ events: 0, deliveries: 0 })
})
