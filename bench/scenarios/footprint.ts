import { median } from '../measure/statistics.ts'
import type { Section } from '../report/section.ts'
import type { Bench } from '../run/bench.ts'
import { type Fill, fill } from '../run/fill.ts'
import { newHome } from '../run/new-home.ts'
import { DEAD_SHAPE, NEW_TAGS, deadTarget, oneTarget } from '../run/loads.ts'
import type { Scenario } from '../scenario.ts'
import { type BellbuoyPlan, startBellbuoy } from '../servers/bellbuoy.ts'

/** One database at one time. */
interface Footprint {
  readonly name: string
  /** Of the deliveries that were added last. */
  readonly bytesEach: number | null
  readonly startMs: number
}

/** Fills a database, stops the server, so that the log is moved into it, and starts the server on it again. */
async function footprintOf(bench: Bench, plan: BellbuoyPlan, name: string, added: Fill): Promise<Footprint> {
  const before = await plan.database.bytes()
  {
    await using server = await startBellbuoy(plan)
    await fill(bench, server, added)
  }
  const bytesEach = ((await plan.database.bytes()) - before) / added.events
  return { name, bytesEach, startMs: await startMs(bench, plan) }
}

/** The median of as many starts as there are rounds. */
async function startMs({ options }: Bench, plan: BellbuoyPlan): Promise<number> {
  const times: number[] = []
  while (times.length < options.rounds) {
    await using server = await startBellbuoy(plan)
    times.push(server.startMs)
  }
  return median(times)
}

async function measure(bench: Bench): Promise<Section> {
  const { stored, waiting } = bench.options
  const plan = { ...(await newHome(bench)), policies: [] }
  await (await startBellbuoy({ ...plan, policies: [oneTarget(bench), deadTarget()] }))[Symbol.asyncDispose]()
  const columns = [
    { name: 'empty', bytesEach: null, startMs: await startMs(bench, plan) },
    await footprintOf(bench, plan, `+ ${String(stored)} sent`, {
      shape: NEW_TAGS,
      events: stored,
      arrives: true,
    }),
    await footprintOf(bench, plan, `+ ${String(waiting)} wait`, {
      shape: DEAD_SHAPE,
      events: waiting,
      arrives: false,
    }),
  ]
  return {
    title: 'Footprint',
    columns: columns.map(({ name }) => name),
    rows: [
      { label: 'bytes on disk for each', digits: 0, values: columns.map(({ bytesEach }) => bytesEach) },
      { label: 'until it serves, ms', digits: 0, values: columns.map((column) => column.startMs) },
    ],
    differences: [],
    rounds: [],
  }
}

export const footprint: Scenario = {
  name: 'footprint',
  about: 'what a delivery takes on disk, and how long a start takes',
  needs: ['bellbuoy'],
  run: async (bench) => [await measure(bench)],
}
