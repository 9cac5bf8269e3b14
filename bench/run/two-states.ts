import type { Section } from '../report/section.ts'
import { type BellbuoyPlan, startBellbuoy } from '../servers/bellbuoy.ts'
import type { Bench } from './bench.ts'
import { type Comparison, type Contender, compare } from './compare.ts'
import { type Fill, fill } from './fill.ts'
import { type RoundPlan, contenderOf } from './round.ts'

/** One of the states that are compared. */
export interface State {
  /** What differs, for the head of its column. */
  readonly name: string
  readonly start: Omit<BellbuoyPlan, 'name' | 'folder' | 'token'>
  readonly fills: readonly Fill[]
  readonly plan: RoundPlan
}

export interface StateComparison extends Omit<Comparison, 'contenders'> {
  readonly states: readonly [State, State]
}

/** Compares two Bellbuoys that differ in the state that they were brought into; while one is measured, the other has nothing to do. */
export async function compareStates(bench: Bench, comparison: StateComparison): Promise<Section> {
  await using running = new AsyncDisposableStack()
  const contenders: Contender[] = []
  for (const { name, start, fills, plan } of comparison.states) {
    const server = running.use(
      await startBellbuoy({ ...start, name, folder: bench.newFolder(), token: bench.token }),
    )
    for (const each of fills) await fill(bench, server, each)
    contenders.push(contenderOf(bench, server, plan))
  }
  return await compare(bench, { ...comparison, contenders })
}
