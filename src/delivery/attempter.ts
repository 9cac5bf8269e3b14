import type { Failure, Outcome } from '../domain/attempt.ts'
import type { Clock } from '../domain/clock.ts'
import type { LeasedDelivery } from '../domain/delivery.ts'
import { createHints } from '../domain/hints.ts'
import type { Store, Targets } from '../domain/store.ts'
import type { TargetKind } from '../domain/target.ts'
import type { Log } from '../log.ts'

export interface AttempterParts {
  readonly store: {
    readonly targets: Pick<Targets, 'withSecrets'>
    readonly onRulesChanged: Store['onRulesChanged']
  }
  readonly targetKinds: readonly TargetKind[]
  readonly clock: Clock
  readonly log: Log
}

/** Makes one attempt. Never rejects: a fault of ours is one of its outcomes too, since every delivery must go on. */
export type Attempt = (delivery: LeasedDelivery) => Promise<Outcome>

/** Attempts look their target up when they start, so that a change of it counts for what waits already. */
export function createAttempter({ store, targetKinds, clock, log }: AttempterParts): Attempt {
  const kinds = new Map(targetKinds.map((kind) => [kind.type, kind]))
  const targets = createHints((targetId: number) => store.targets.withSecrets(targetId))
  store.onRulesChanged(targets.clear)

  async function send(delivery: LeasedDelivery): Promise<Outcome> {
    const target = await targets.get(delivery.targetId)
    if (target === null) return notMade('the target is gone', { permanent: true })
    const kind = kinds.get(target.type)
    if (kind === undefined) return notMade(`there is no target of type ${target.type}`, { permanent: true })
    return kind.send(delivery, target)
  }

  function notMade(text: string, { permanent }: Pick<Failure, 'permanent'>): Outcome {
    const failure = { code: 'internal', text, permanent, retryAfterMs: null } as const
    return { startedAtMs: clock.now(), durationMs: 0, request: null, response: null, failure }
  }

  return async (delivery) => {
    try {
      return await send(delivery)
    } catch (error) {
      log.backgroundFailed({ doing: `attempt ${delivery.attempt} of delivery ${delivery.id}` }, error)
      const reason = error instanceof Error ? error.message : String(error)
      return notMade(`Bellbuoy could not make the attempt: ${reason}`, { permanent: false })
    }
  }
}
