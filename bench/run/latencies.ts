import { percentile } from '../measure/statistics.ts'
import type { Round } from './figures.ts'
import type { Delivered } from './send.ts'

export type Latencies = Pick<Round, 'arrivalP50Ms' | 'arrivalP99Ms' | 'answerP50Ms' | 'answerP99Ms'>

/** How long after it was sent, or was to be sent, each event was answered and each of its webhooks arrived. */
export function latencies({ sent, arrivals }: Delivered, copies: number): Latencies {
  const since = (atMs: Float64Array, perEvent: number): Float64Array =>
    atMs.map((at, place) => at - (sent.sentMs[Math.floor(place / perEvent)] ?? Number.NaN))
  const arrival = since(arrivals.atMs, copies)
  const answer = since(sent.answeredMs, 1)
  return {
    arrivalP50Ms: percentile(arrival, 0.5),
    arrivalP99Ms: percentile(arrival, 0.99),
    answerP50Ms: percentile(answer, 0.5),
    answerP99Ms: percentile(answer, 0.99),
  }
}
