import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { DeliveryResponse, EventResponse } from '../../contract/history/history.ts'
import { merged } from './merged.ts'
import { OpenDeliveries } from './open-deliveries.ts'

/** Something to print: an event that was accepted, or a delivery that has got somewhere. */
export type News = { readonly event: EventResponse } | { readonly delivery: DeliveryResponse }

export interface FeedFilter {
  /** Null: all. */
  readonly project: string | null
  readonly type?: string
  readonly repository?: string
  readonly policyId?: number
  /** Events are left out. */
  readonly onlyDeliveries: boolean
}

/**
 * What is accepted at one time becomes visible in any order, by several processes on one database even seconds later: each round reads again
 * what is as old as this, and each tenth what is as old as `WIDE_MS`.
 */
const OVERLAP_MS = 10_000
const WIDE_MS = 120_000
const WIDE_EACH = 10
const PART = 500

/**
 * Reads what is new, round by round. It holds what it has given, so nothing comes twice; what a round that failed has not given, the next one
 * does.
 */
export class Feed {
  readonly #client: Client
  readonly #filter: FeedFilter
  /** Nothing before this is news. */
  readonly #from: string
  /** The time of the newest that was read to its end. */
  #position: string
  #rounds = 0
  /** Ids of events by the time of their acceptance, as far back as a wide round reads. */
  readonly #events = new Map<string, string>()
  /** How each delivery stood when it was last given. */
  readonly #deliveries = new Map<number, { readonly at: string; readonly stood: string }>()
  readonly #open = new OpenDeliveries()

  /** @param from RFC 3339 with milliseconds in UTC, by the clock of the server */
  constructor(client: Client, filter: FeedFilter, from: string) {
    this.#client = client
    this.#filter = filter
    this.#from = from
    this.#position = from
  }

  /** What has come since the last round, in the order of time. @throws ApiFailure; another round goes on where it broke off */
  async *news(): AsyncGenerator<News, void, undefined> {
    const isWide = this.#rounds++ % WIDE_EACH === 0
    const since = this.#back(isWide ? WIDE_MS : OVERLAP_MS)
    yield* this.#waiting(since)
    const all = merged(this.#eventsSince(since), this.#deliveriesSince(since), timeOf)
    for await (const item of all) {
      if (timeOf(item) > this.#position) this.#position = timeOf(item)
      const news = 'event_id' in item ? this.#aboutDelivery(item) : this.#aboutEvent(item)
      if (news !== null) yield news
    }
    this.#prune()
  }

  #back(byMs: number): string {
    const time = new Date(Date.parse(this.#position) - byMs).toISOString()
    return time > this.#from ? time : this.#from
  }

  async *#eventsSince(since: string): AsyncGenerator<EventResponse> {
    const { project, onlyDeliveries } = this.#filter
    if (onlyDeliveries) return
    const query = { ...this.#words(), since, sort: 'accepted_at' as const, limit: PART }
    yield* this.#client.each(inScope(CALLS.listEvents, project), { query })
  }

  async *#deliveriesSince(since: string): AsyncGenerator<DeliveryResponse> {
    const query = { ...this.#deliveryWords(), since, sort: 'created_at' as const, limit: PART }
    yield* this.#client.each(inScope(CALLS.listDeliveries, this.#filter.project), { query })
  }

  /** Of deliveries that are older than what is read anyway, those that have got somewhere. */
  async *#waiting(since: string): AsyncGenerator<News> {
    for (const id of this.#open.toAsk(since, Date.now())) {
      const query = { ...this.#deliveryWords(), cursor: id - 1, sort: 'created_at' as const, limit: 1 }
      const { items } = await this.#client.ask(inScope(CALLS.listDeliveries, this.#filter.project), { query })
      const [found] = items
      if (found?.id !== id) this.#open.forget(id)
      else {
        const news = this.#aboutDelivery(found)
        if (news !== null) yield news
      }
    }
  }

  #aboutEvent(event: EventResponse): News | null {
    if (this.#events.has(event.id)) return null
    this.#events.set(event.id, event.accepted_at)
    return { event }
  }

  /** Null where it stands as before, and where nothing has come of it yet. */
  #aboutDelivery(delivery: DeliveryResponse): News | null {
    const { id, state, attempts, created_at: at } = delivery
    this.#open.note(delivery, Date.now())
    const hasNews = state !== 'running' && (state !== 'pending' || attempts > 0)
    const stood = `${state} ${attempts}`
    if (!hasNews || this.#deliveries.get(id)?.stood === stood) return null
    this.#deliveries.set(id, { at, stood })
    return { delivery }
  }

  /** Forgets what no round reads any more. */
  #prune(): void {
    const since = this.#back(WIDE_MS)
    for (const [id, at] of this.#events) if (at < since) this.#events.delete(id)
    for (const [id, { at, stood }] of this.#deliveries)
      if (at < since && !stood.startsWith('pending')) this.#deliveries.delete(id)
  }

  #words() {
    const { type, repository } = this.#filter
    return {
      ...(type !== undefined && { event_type: type }),
      ...(repository !== undefined && { repository }),
    }
  }

  #deliveryWords() {
    const { policyId } = this.#filter
    return { ...this.#words(), ...(policyId !== undefined && { policy_id: policyId }) }
  }
}

function timeOf(item: EventResponse | DeliveryResponse): string {
  return 'event_id' in item ? item.created_at : item.accepted_at
}
