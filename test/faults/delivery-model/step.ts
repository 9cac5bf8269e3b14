import type { AsyncCommand } from 'fast-check'
import { expectAgreement } from './agreement.ts'
import type { Model } from './model.ts'
import type { World } from './world.ts'

export type Step = AsyncCommand<Model, World>

/**
 * One thing that happens, to the store and to the model; afterwards the two agree.
 *
 * @param text what happens, for the report of a failure
 * @param canRun whether it can happen at all as things are
 */
export function step(
  text: string,
  run: (model: Model, world: World) => Promise<void>,
  canRun: (model: Readonly<Model>) => boolean = () => true,
): Step {
  return {
    check: canRun,
    run: async (model, world) => {
      await run(model, world)
      await expectAgreement(model, world)
    },
    toString: () => text,
  }
}
