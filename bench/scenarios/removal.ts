import { setTimeout as sleep } from 'node:timers/promises'
import { type Section, differenceOf, rowsOf } from '../report/section.ts'
import type { Bench } from '../run/bench.ts'
import type { Round } from '../run/figures.ts'
import { NEW_TAGS, atRate, oneTarget } from '../run/loads.ts'
import { contenderOf } from '../run/round.ts'
import { startIn } from '../run/two-states.ts'
import type { Scenario } from '../scenario.ts'
import type { BellbuoyServer } from '../servers/bellbuoy.ts'

/** Events that are kept; the others are over the limit. */
const KEPT = 1000
const LOOK_EVERY_MS = 250
/** Removal begins a minute after the start. */
const BEGIN_LIMIT_MS = 180_000
/** As the design has it: nothing that one does moves the p99 of another by more. */
const MOST_MORE = 1.2

async function measure(bench: Bench): Promise<Section> {
  await using server = await startIn(bench, {
    name: 'bellbuoy',
    start: { policies: [oneTarget(bench)] },
    fills: [{ shape: NEW_TAGS, events: bench.options.stored, arrives: true }],
    settings: { RETENTION_EVENTS: String(KEPT), RETENTION_BODIES_EVENTS: String(KEPT) },
  })
  const quiet = await roundsOf(bench, server, 'nothing is removed')
  if ((await server.removalSlices()) > 0)
    throw new Error('the removal began before the rounds without it ended: take fewer --rounds or --seconds')
  await begun(server)
  const before = await server.removalSlices()
  const beganMs = performance.now()
  const removing = await roundsOf(bench, server, 'while events are removed')
  const slices = (await server.removalSlices()) - before
  const seconds = (performance.now() - beganMs) / 1000
  const rounds = [quiet, removing]
  const difference = differenceOf(rounds, { of: 'arrivalP99Ms', as: 'ratio' })
  return {
    title: `Removal of ${String(bench.options.stored)} events`,
    columns: ['nothing is removed', 'while events go'],
    rows: [...rowsOf(rounds), { label: 'slices removed/s', digits: 1, values: [null, slices / seconds] }],
    differences: difference === undefined ? [] : [difference],
    goals: [
      {
        text: `the p99 grows by a fifth at the most (${String(difference?.median.toFixed(2))})`,
        isReached: difference !== undefined && difference.median <= MOST_MORE,
      },
      { text: `removal went on all the time (${String(slices)} slices)`, isReached: slices > 0 },
    ],
    rounds,
  }
}

/** One round to warm up, and those that count. */
async function roundsOf(bench: Bench, server: BellbuoyServer, state: string): Promise<readonly Round[]> {
  const rounds: Round[] = []
  for (let number = 0; number <= bench.options.rounds; number++) {
    const round = await contenderOf(bench, server, atRate(bench)).round()
    bench.progress(`${state} · round ${String(number)} · p99 ${round.arrivalP99Ms.toFixed(1)} ms`)
    if (number > 0) rounds.push(round)
  }
  return rounds
}

async function begun(server: BellbuoyServer): Promise<void> {
  const untilMs = performance.now() + BEGIN_LIMIT_MS
  while ((await server.removalSlices()) === 0) {
    if (performance.now() > untilMs)
      throw new Error(`nothing was removed; the log ends with:\n${server.logTail()}`)
    await sleep(LOOK_EVERY_MS)
  }
}

export const removal: Scenario = {
  name: 'removal',
  about: 'how long an event takes while retention removes many others, and while it does not',
  needs: ['bellbuoy'],
  isByNameOnly: true,
  run: async (bench) => [await measure(bench)],
}
