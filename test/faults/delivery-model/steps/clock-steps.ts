import fc from 'fast-check'
import { NODES } from '../model.ts'
import { type Step, step } from '../step.ts'
import { crashed } from '../transitions.ts'

export const HOUR_MS = 3_600_000
/** Of a stop that looks longer this much counts (`test/store/sqlite-database.ts`). */
const LONGEST_STOP_MS = HOUR_MS

export const advance = (ms: number): Step =>
  step(`${ms} ms pass`, async (model, { testStore }) => {
    testStore.clock.advance(ms)
    model.systemMs += ms
    model.serviceMs += ms
  })

const jump = (ms: number): Step =>
  step(`the clock of the system jumps by ${ms} ms`, async (model, { testStore }) => {
    testStore.clock.jump(ms)
    model.systemMs += ms
  })

/** Every process that has the store open ends and starts again; the service clock goes on from what the last sweep kept. */
const restart = step('everything starts again', async (model, { testStore }) => {
  await testStore.reopen()
  for (const node of NODES) crashed(model, node)
  const { kept, systemMs } = model
  model.serviceMs = kept.serviceMs + Math.max(0, Math.min(systemMs - kept.systemMs, LONGEST_STOP_MS))
})

export const clockSteps: readonly fc.Arbitrary<Step>[] = [
  fc.constantFrom(1, 900, 5000, 60_000).map(advance),
  fc.constantFrom(1, 5000, HOUR_MS / 2, HOUR_MS + 1).map(advance),
  fc.oneof(
    {
      arbitrary: fc.constantFrom(-240 * HOUR_MS, -HOUR_MS, -5000, 5000, HOUR_MS, 240 * HOUR_MS).map(jump),
      weight: 9,
    },
    { arbitrary: fc.constant(restart), weight: 1 },
  ),
]
