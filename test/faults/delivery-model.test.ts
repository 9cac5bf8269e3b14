import fc from 'fast-check'
import { describe, test } from 'vitest'
import { databases } from '../store/databases.ts'
import { expectBalance } from './delivery-model/agreement.ts'
import { clockSteps } from './delivery-model/steps/clock-steps.ts'
import { crashSteps, nodeSteps } from './delivery-model/steps/node-steps.ts'
import { peopleSteps } from './delivery-model/steps/people-steps.ts'
import { storeSteps } from './delivery-model/steps/store-steps.ts'
import { Stage } from './delivery-model/world.ts'

/** `npm run faults` takes longer. */
const SECONDS = Number(process.env['MODEL_SECONDS'] ?? 12)
/** Beside the steps, to find a short story for what failed. */
const SHRINK_SECONDS = 120

/** Until the time is up. */
const MANY = 1_000_000

const all = [
  ...storeSteps,
  ...storeSteps,
  ...nodeSteps,
  ...nodeSteps,
  ...nodeSteps,
  ...crashSteps,
  ...clockSteps,
  ...peopleSteps,
]
const steps = fc.commands(all, { maxCommands: 250, size: 'max' })

describe.each(databases)('$name', (kind) => {
  test(
    'keeps states, leases, due times and attempts as the model says, whatever two nodes, people and clocks do',
    { timeout: (SECONDS + SHRINK_SECONDS) * 1000 },
    async () => {
      await using stage = new Stage(kind)
      const property = fc.asyncProperty(steps, (story) =>
        stage.play(async (model, world) => {
          await fc.asyncModelRun(() => ({ model, real: world }), story)
          await expectBalance(model, world)
        }),
      )
      await fc.assert(property, { numRuns: MANY, interruptAfterTimeLimit: SECONDS * 1000 })
    },
  )
})
