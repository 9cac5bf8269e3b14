import type { Clock } from '../domain/clock.ts'
import { type Outcome, templateFailure } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { Payload } from '../domain/delivery/payload.ts'
import type { NewRendering } from '../domain/delivery/queue.ts'
import { type Templates, policyOwner } from '../domain/delivery/templates.ts'
import type { Target } from '../domain/target/target.ts'

export interface RenderPayloadParts {
  readonly templates: Templates
  /** Stores a rendering; null when the program ends before that. */
  readonly keepRendering: (rendering: NewRendering) => Promise<Payload | null>
  readonly clock: Clock
}

/** A delivery with the payload that it sends, the failure of its attempt, or nothing since its turn did not come. */
export type RenderedDelivery =
  { readonly delivery: LeasedDelivery } | { readonly outcome: Outcome } | 'not attempted'

/**
 * Renders the payload of a delivery by the template of its target, unless that has been done. The template counts as it is
 * now. What it wrote is stored before anyone gets it, so that every later attempt sends the same.
 */
export async function renderPayload(
  delivery: LeasedDelivery,
  target: Pick<Target, 'attachment' | 'options'>,
  { templates, keepRendering, clock }: RenderPayloadParts,
): Promise<RenderedDelivery> {
  if (delivery.payload.unrendered !== true) return { delivery }
  const startedAtMs = clock.now()
  const end = await templates.render(delivery.payload, target, policyOwner(delivery.policyId))
  if (end === 'not run') return 'not attempted'
  if ('overBudget' in end)
    return { outcome: templateFailure(end.overBudget, startedAtMs, clock.now() - startedAtMs) }
  const payload = await keepRendering({ deliveryId: delivery.id, payload: end.payload })
  return payload === null ? 'not attempted' : { delivery: { ...delivery, payload } }
}
