import { type Outcome, outcomeClass } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { msOfUuidV7 } from '../domain/ids.ts'
import type { Instruments } from './instruments.ts'

/** The same kinds of targets, which count their attempts and measure them. */
export function meteredTargetKinds(
  kinds: readonly TargetKind[],
  instruments: Instruments,
): readonly TargetKind[] {
  return kinds.map((kind) => metered(kind, instruments))
}

function metered(kind: TargetKind, instruments: Instruments): TargetKind {
  const { attempts, attempt, waiting, endToEnd } = instruments
  const seconds = attempt.labels(kind.type)
  const note = (delivery: LeasedDelivery, outcome: Outcome): void => {
    const { startedAtMs, durationMs, failure } = outcome
    attempts.labels(kind.type, outcomeClass(outcome)).inc()
    seconds.observe(durationMs / 1000)
    if (delivery.redelivery !== undefined) return
    const acceptedAtMs = msOfUuidV7(delivery.eventId)
    if (delivery.attempt === 1) waiting.observe(secondsBetween(acceptedAtMs, startedAtMs))
    if (failure === null) endToEnd.observe(secondsBetween(acceptedAtMs, startedAtMs + durationMs))
  }
  const { sendTogether } = kind
  return {
    ...kind,
    async send(delivery, target) {
      const outcome = await kind.send(delivery, target)
      note(delivery, outcome)
      return outcome
    },
    ...(sendTogether !== undefined && {
      async sendTogether(deliveries, target) {
        const outcomes = await sendTogether(deliveries, target)
        deliveries.forEach((delivery, index) => {
          const outcome = outcomes[index]
          if (outcome !== undefined) note(delivery, outcome)
        })
        return outcomes
      },
    }),
  }
}

/** The clock of the machine may have been set back. */
function secondsBetween(fromMs: number, toMs: number): number {
  return Math.max(0, toMs - fromMs) / 1000
}
