import { type HourFigures, PROJECT_FIGURES_MS } from '../domain/figures/hour-figures.ts'
import { DutyInSlices, type DutyParts, type InSlices } from './duty-in-slices.ts'

export interface HourCounterParts extends DutyParts {
  readonly hourFigures: HourFigures
}

/** Keeps the figures of hours: every minute it counts those in which something has changed. */
export function startHourCounter({ hourFigures, ...parts }: HourCounterParts): AsyncDisposable {
  const duty = {
    name: 'hour-figures',
    doing: 'count figures of hours',
    firstMs: 10_000,
    everyMs: 60_000,
    pass: async (inSlices: InSlices) => {
      await hourFigures.findChanged()
      await inSlices(() => hourFigures.countNext())
      await hourFigures.forgetBefore(parts.clock.now() - PROJECT_FIGURES_MS)
    },
  }
  return new DutyInSlices(duty, parts).start()
}
