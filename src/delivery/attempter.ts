import { createCache } from '../domain/cache.ts'
import type { Failure, Outcome } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { messageOf } from '../domain/errors.ts'
import type { Targets } from '../domain/policy/policy.ts'
import type { Store } from '../domain/store.ts'
import type { Pace } from '../domain/target/rate-limit.ts'
import type { TargetWithSecrets } from '../domain/target/target.ts'
import type { Log } from '../log.ts'
import { UNPACED } from './pacing.ts'
import { type RenderPayloadParts, renderPayload } from './render-payload.ts'

export interface AttempterParts extends RenderPayloadParts {
  readonly store: {
    readonly targets: Pick<Targets, 'withSecrets'>
    readonly onRulesChanged: Store['onRulesChanged']
  }
  readonly targetKinds: readonly TargetKind[]
  readonly log: Log
}

export interface FoundPace {
  readonly pace: Pace
  readonly reachedBy: string
  readonly isHeld: boolean
}

export interface Attempter {
  /**
   * Makes one attempt, of one delivery or of several that go out together. Never rejects: a fault of ours is an
   * outcome too, since every delivery must go on. The outcomes are in the order of the deliveries; null when the program
   * ends before anything was sent, or a template has waited too long for its turn.
   */
  readonly attempt: (
    first: LeasedDelivery,
    others: readonly LeasedDelivery[],
  ) => Promise<readonly Outcome[] | null>
  /** The pace of a target, where and how it is reached, and whether it is held. Rejects when the store cannot read. */
  readonly paceOf: (targetId: number) => Promise<FoundPace>
}

/** An attempt looks its target up when it starts, so that a changed target counts for waiting deliveries too. */
export function createAttempter(parts: AttempterParts): Attempter {
  const { store, targetKinds, clock, log } = parts
  const kinds = new Map(targetKinds.map((kind) => [kind.type, kind]))
  const targets = createCache((targetId: number) => store.targets.withSecrets(targetId))
  store.onRulesChanged(targets.clear)

  async function send(
    first: LeasedDelivery,
    others: readonly LeasedDelivery[],
  ): Promise<readonly Outcome[] | null> {
    const notSent = (text: string, permanent: boolean): readonly Outcome[] =>
      [first, ...others].map(() => notMade(text, { permanent }))
    const target = await targets.get(first.targetId)
    if (target === null) return notSent('the target is gone', true)
    const kind = kinds.get(target.type)
    if (kind === undefined) return notSent(`there is no target of type ${target.type}`, true)
    if (others.length === 0) return sendOne(first, target, kind)
    if (kind.sendTogether !== undefined) return kind.sendTogether([first, ...others], target)
    return notSent(`a target of type ${target.type} no longer gathers`, false)
  }

  async function sendOne(
    delivery: LeasedDelivery,
    target: TargetWithSecrets,
    kind: TargetKind,
  ): Promise<readonly Outcome[] | null> {
    const rendered = await renderPayload(delivery, target, parts)
    if (rendered === 'not attempted') return null
    return ['outcome' in rendered ? rendered.outcome : await kind.send(rendered.delivery, target)]
  }

  function notMade(text: string, { permanent }: Pick<Failure, 'permanent'>): Outcome {
    const failure = { code: 'internal', text, permanent, retryAfterMs: null } as const
    return { startedAtMs: clock.now(), durationMs: 0, request: null, response: null, failure }
  }

  return {
    async attempt(first, others) {
      try {
        return await send(first, others)
      } catch (error) {
        log.backgroundFailed({ doing: `attempt ${first.attempt} of delivery ${first.id}` }, error)
        const text = `Bellbuoy could not make the attempt: ${messageOf(error)}`
        return [first, ...others].map(() => notMade(text, { permanent: false }))
      }
    },
    async paceOf(targetId) {
      const target = await targets.get(targetId)
      const kind = target === null ? undefined : kinds.get(target.type)
      const pace = target === null || kind === undefined ? UNPACED : kind.paceOf(target)
      return {
        pace,
        reachedBy: target === null ? '' : reachedBy(target),
        isHeld: target?.isHeld === true,
      }
    },
  }
}

/** All that decides whether a target can be reached, for comparison. */
function reachedBy({
  type,
  address,
  skipCertVerify,
  options,
  authHeader,
  secret,
}: TargetWithSecrets): string {
  return JSON.stringify([type, address, skipCertVerify, options, authHeader, secret])
}
