import type { Acceptance, AcceptResult, Queue, Settlement } from '../domain/delivery/queue.ts'
import { isDerived } from '../domain/event/derived-event.ts'
import { keptOutCount } from '../domain/event/source-account.ts'
import type { Instruments } from './instruments.ts'

/** The same queue, which counts what is stored and measures how long that takes. */
export function meteredQueue(queue: Queue, instruments: Instruments): Queue {
  const { acceptance, record, ended, events, accountDifference } = instruments
  for (const account of ['events', 'deliveries']) accountDifference.set({ account }, 0)
  const expired = ended.labels('expired')
  return {
    ...queue,
    accept(decided) {
      const stored = queue.accept(decided)
      const end = acceptance.startTimer()
      whenDone(stored, (result) => {
        end()
        countStored(decided, result, instruments)
      })
      return stored
    },
    settle(decided) {
      const stored = queue.settle(decided)
      whenDone(stored, (result) => countSettled(decided, result, instruments))
      return stored
    },
    countReceived(received) {
      const counted = queue.countReceived(received)
      whenDone(counted, () => {
        events.labels('merged').inc(received.merged)
        events.labels('kept_out').inc(keptOutCount(received))
        noteDifference('events', received.received - received.merged - keptOutCount(received), instruments)
      })
      return counted
    },
    complete(completion) {
      const recorded = queue.complete(completion)
      const end = record.startTimer()
      whenDone(recorded, (result) => {
        end()
        if (result === 'moved' && completion.next.dueAtMs === null) ended.labels(completion.next.state).inc()
      })
      return recorded
    },
    sweep(order) {
      const swept = queue.sweep(order)
      whenDone(swept, (result) => expired.inc(result.expired))
      return swept
    },
  }
}

/** What fails is stored again, and counted then. */
function whenDone<Result>(promise: Promise<Result>, count: (result: Result) => void): void {
  promise.then(count, () => undefined)
}

function countStored({ events, received }: Acceptance, result: AcceptResult, instruments: Instruments): void {
  if (result.outcome === 'stale') return
  const reported = events.map(({ event }) => !isDerived(event))
  const isNew = result.deliveryIds.map((ids) => ids !== null)
  const accepted = isNew.filter((one, index) => one && reported[index] === true).length
  const repeated = isNew.filter((one, index) => !one && reported[index] === true).length
  instruments.events.labels('accepted').inc(accepted)
  instruments.events.labels('repeated').inc(repeated)
  if (received !== undefined) {
    const keptOut = keptOutCount(received)
    instruments.events.labels('merged').inc(received.merged)
    instruments.events.labels('kept_out').inc(keptOut)
    const known = accepted + repeated + received.merged + keptOut
    noteDifference('events', received.received - known, instruments)
  }
  countDecided(events, result.deliveryIds, instruments)
}

function countSettled({ events }: Settlement, result: AcceptResult, instruments: Instruments): void {
  if (result.outcome === 'stored') countDecided(events, result.deliveryIds, instruments)
}

/** Events that are held have no verdicts yet, but for those of Harbor's way. */
function countDecided(
  events: Acceptance['events'],
  deliveryIds: readonly (readonly number[] | null)[],
  instruments: Instruments,
): void {
  const { verdicts, created } = instruments
  events.forEach(({ verdicts: ofEvent, deliveries }, index) => {
    const ids = deliveryIds[index] ?? null
    if (ids === null) return
    created.inc(ids.length)
    noteDifference('deliveries', deliveries.length - ids.length, instruments)
    const wanted = ofEvent.filter(({ verdict }) => verdict === 'deliver').length
    if (wanted > 0) verdicts.labels('deliver').inc(wanted)
    if (wanted < ofEvent.length) verdicts.labels('filter').inc(ofEvent.length - wanted)
  })
}

/** The account balances nearly always, and costs nothing then. */
function noteDifference(
  account: 'events' | 'deliveries',
  difference: number,
  { accountDifference }: Instruments,
): void {
  if (difference !== 0) accountDifference.labels(account).inc(difference)
}
