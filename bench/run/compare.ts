import { type Measure, type Section, differenceOf, rowsOf } from '../report/section.ts'
import type { Server } from '../servers/server.ts'
import type { Bench } from './bench.ts'
import type { Round } from './figures.ts'
import { type RoundPlan, runRound } from './round.ts'

export interface Contender {
  readonly server: Server
  readonly plan: RoundPlan
}

export interface Comparison {
  readonly title: string
  readonly contenders: readonly Contender[]
  readonly by: readonly Measure[]
}

/** Measures the contenders in turns, after one round each to warm up: what disturbs the machine disturbs all of them. */
export async function compare(bench: Bench, { title, contenders, by }: Comparison): Promise<Section> {
  const rounds = contenders.map((): Round[] => [])
  for (let number = 0; number <= bench.options.rounds; number++) {
    for (const [column, { server, plan }] of contenders.entries()) {
      const round = await runRound(bench, server, plan).catch((error: unknown) => {
        throw new Error(`${server.name} failed; its log ends with:\n${server.logTail()}`, { cause: error })
      })
      bench.progress(progressOf(title, server, round, number))
      if (number > 0) rounds[column]?.push(round)
    }
  }
  const columns = contenders.map(({ server }) => server.name)
  const differences = by.flatMap((measure) => differenceOf(rounds, measure) ?? [])
  return { title, columns, rows: rowsOf(rounds), differences, rounds }
}

/** @param number of the round; 0 is the one to warm up */
function progressOf(title: string, { name }: Server, round: Round, number: number): string {
  const which = number === 0 ? 'warm-up' : `round ${String(number)}`
  return `${title} · ${which} · ${name} · ${round.deliveriesPerSecond.toFixed(0)} deliveries/s, p99 ${round.arrivalP99Ms.toFixed(0)} ms`
}
