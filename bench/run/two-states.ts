import { join } from 'node:path'

import type { Section } from '../report/section.ts'
import { type BellbuoyPlan, type BellbuoyServer, startBellbuoy } from '../servers/bellbuoy.ts'
import type { Bench } from './bench.ts'
import { copyEvents } from './copy-events.ts'
import { type Comparison, type Contender, compare } from './compare.ts'
import { type Fill, fill } from './fill.ts'
import { newHome } from './new-home.ts'
import type { RoundPlan } from './prepare-round.ts'
import { contenderOf } from './round.ts'

/** One of the states that are compared. */
export interface State {
  /** What differs, for the head of its column. */
  readonly name: string
  readonly start: Omit<BellbuoyPlan, 'name' | 'folder' | 'database' | 'token' | 'settings'>
  /** Once it is brought into the state; the server is started again with them. */
  readonly settings?: BellbuoyPlan['settings']
  readonly fills: readonly Fill[]
  readonly plan: RoundPlan
}

/** Of a state that is copied, this part is sent as any other events, and no more than this. */
const SENT_PART = 0.1
const MOST_SENT = 20_000

export interface StateComparison extends Omit<Comparison, 'contenders'> {
  readonly states: readonly [State, State]
}

/** Compares two Bellbuoys that differ in the state that they were brought into; while one is measured, the other has nothing to do. */
export async function compareStates(bench: Bench, comparison: StateComparison): Promise<Section> {
  await using running = new AsyncDisposableStack()
  const contenders: Contender[] = []
  for (const state of comparison.states) {
    const server = running.use(await startIn(bench, state))
    contenders.push(contenderOf(bench, server, state.plan))
  }
  return await compare(bench, { ...comparison, contenders })
}

/** Starts a Bellbuoy and brings it into a state. */
export async function startIn(
  bench: Bench,
  { name, start, fills, settings }: Omit<State, 'plan'>,
): Promise<BellbuoyServer> {
  const plan = { ...start, name, ...(await newHome(bench)) }
  const all = fills.reduce((sum, { events }) => sum + events, 0)
  const share = bench.options.copied ? Math.min(SENT_PART, MOST_SENT / all) : 1
  await using starting = new AsyncDisposableStack()
  const server = starting.use(await startBellbuoy(plan))
  for (const each of fills) await fill(bench, server, { ...each, events: Math.ceil(each.events * share) })
  if (share === 1 && settings === undefined) {
    starting.move()
    return server
  }
  await starting.disposeAsync()
  if (share < 1) {
    copyEvents(join(plan.folder, 'bellbuoy.db'), all)
    bench.progress(`${name}: the rest of ${String(all)} copied`)
  }
  return await startBellbuoy({
    ...plan,
    policies: [],
    otherProjects: [],
    ...(settings !== undefined && { settings }),
  })
}
