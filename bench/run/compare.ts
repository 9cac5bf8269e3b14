import { type Measure, type Section, differenceOf, rowsOf } from '../report/section.ts'
import type { Bench } from './bench.ts'
import type { Round } from './figures.ts'

export interface Contender {
  readonly name: string
  readonly round: () => Promise<Round>
  /** The last lines of its log, which say why it failed. */
  readonly logTail: () => string
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
    for (const [column, contender] of contenders.entries()) {
      const round = await contender.round().catch((error: unknown) => {
        throw new Error(`${contender.name} failed; its log ends with:\n${contender.logTail()}`, {
          cause: error,
        })
      })
      bench.progress(progressOf(title, contender, round, number))
      if (number > 0) rounds[column]?.push(round)
    }
  }
  const columns = contenders.map(({ name }) => name)
  const differences = by.flatMap((measure) => differenceOf(rounds, measure) ?? [])
  return { title, columns, rows: rowsOf(rounds), differences, rounds }
}

/** @param number of the round; 0 is the one to warm up */
function progressOf(title: string, { name }: Contender, round: Round, number: number): string {
  const which = number === 0 ? 'warm-up' : `round ${String(number)}`
  return `${title} · ${which} · ${name} · ${speedOf(round)}`
}

function speedOf({ deliveriesPerSecond, requestsPerSecond, arrivalP99Ms, answerP99Ms }: Round): string {
  if (Number.isNaN(deliveriesPerSecond))
    return `${requestsPerSecond.toFixed(0)} requests/s, p99 ${answerP99Ms.toFixed(0)} ms`
  return `${deliveriesPerSecond.toFixed(0)} deliveries/s, p99 ${arrivalP99Ms.toFixed(0)} ms`
}
