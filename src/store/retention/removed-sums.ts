import { isDerived } from '../../domain/event/derived-event.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { NOTHING_ACCEPTED, lossAccount } from '../../domain/delivery/history.ts'
import type { PolicyVerdict } from '../../domain/policy/policy.ts'
import { verdictsIn } from '../columns/verdicts-json.ts'
import type { HourTable } from '../figures/hour-tables.ts'
import { RemovedHours } from '../figures/removed-hours.ts'
import type { RemovedAccountTable } from './retention-tables.ts'

/** What of an event its removal is about; the names are those of the columns. */
export interface EventToRemove {
  readonly id: number
  readonly source_id: number
  readonly source_event_id: string
  readonly project_id: number
  readonly type: EventType
  readonly accepted_at: number
  readonly merged_into: number | null
  readonly verdicts_json: string
}

/** What of a delivery the removal of its event is about. */
export interface DeliveryToRemove {
  readonly id: number
  readonly event_id: number
  readonly policy_id: number
  readonly payload_id: number
  readonly state: string
  readonly reported_as: string | null
  readonly redelivered_as: number | null
  readonly created_at: number
  readonly ended_at: number | null
  readonly lease_owner: string | null
}

/** A row of `removed_trigger`. */
export interface RemovedTrigger {
  readonly policy_id: number
  readonly event_type: string
  readonly deliveries: number
}

/** Adds up what the events of a slice came to, so that it is written once. */
export class RemovedSums {
  readonly #accounts = new Map<string, RemovedAccountTable>()
  readonly #triggers = new Map<string, RemovedTrigger>()
  readonly #hours = new RemovedHours()
  events = 0
  deliveries = 0
  /** The highest number of an event. */
  lastId = 0

  /**
   * Counts an event that is to be removed.
   *
   * @returns false when it has to stay: a delivery has not ended, or its verdicts cannot be read, so that nobody knows what it came to
   */
  add(event: EventToRemove, deliveries: readonly DeliveryToRemove[]): boolean {
    if (deliveries.some((one) => one.ended_at === null || one.lease_owner !== null)) return false
    const verdicts = readVerdicts(event.verdicts_json)
    if (verdicts === null) return false
    this.#count(event, verdicts, deliveries)
    for (const delivery of deliveries) {
      this.#countTrigger(delivery.policy_id, delivery.reported_as ?? event.type)
      this.#hours.add(event.project_id, delivery)
    }
    this.events++
    this.lastId = Math.max(this.lastId, event.id)
    this.deliveries += deliveries.length
    return true
  }

  get accounts(): readonly RemovedAccountTable[] {
    return [...this.#accounts.values()]
  }

  /** Figures of the deliveries by their hour and project, those of all projects together included. */
  get hours(): readonly HourTable[] {
    return this.#hours.rows
  }

  get triggers(): readonly RemovedTrigger[] {
    return [...this.#triggers.values()]
  }

  #count(
    event: EventToRemove,
    verdicts: readonly PolicyVerdict[],
    deliveries: readonly DeliveryToRemove[],
  ): void {
    const { source_id, project_id, accepted_at } = event
    const mergedInto = event.merged_into === null ? null : String(event.merged_into)
    const { pending: _, ...parts } = lossAccount(
      { verdicts, heldUntilMs: null, mergedInto },
      deliveries.map(({ state, redelivered_as }) => ({ state, redeliveredAs: redelivered_as })),
    )
    const key = `${source_id} ${project_id}`
    const sum = this.#accounts.get(key) ?? { ...NOTHING, source_id, project_id }
    const one = {
      ...parts,
      events: 1,
      reported: isReport(event) ? 1 : 0,
      deliveries: deliveries.length,
    }
    for (const name of Object.keys(one) as (keyof typeof one)[]) sum[name] += one[name]
    sum.last_accepted_at = Math.max(sum.last_accepted_at, accepted_at)
    this.#accounts.set(key, sum)
  }

  #countTrigger(policy_id: number, event_type: string): void {
    const key = `${policy_id} ${event_type}`
    const deliveries = (this.#triggers.get(key)?.deliveries ?? 0) + 1
    this.#triggers.set(key, { policy_id, event_type, deliveries })
  }
}

const { pending: _, ...NO_PARTS } = NOTHING_ACCEPTED
const NOTHING = { ...NO_PARTS, events: 0, reported: 0, deliveries: 0, last_accepted_at: 0 }

/** Whether its source reported an event, and may do so again; false for what was derived. */
export function isReport({
  type,
  source_event_id,
}: Pick<EventToRemove, 'type' | 'source_event_id'>): boolean {
  return !isDerived({ type, sourceEventId: source_event_id })
}

function readVerdicts(json: string): readonly PolicyVerdict[] | null {
  try {
    return verdictsIn(json)
  } catch {
    return null
  }
}
