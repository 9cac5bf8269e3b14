import type { HeldChange } from '../../domain/delivery/queue.ts'
import { clientOf, userAgentOf } from '../../domain/event/client.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { isUserAgent } from '../../domain/event/user-agent.ts'
import type { SideRequest } from '../../domain/registry/source.ts'

/** How far apart a push with a tag and the request that belongs to it may be. Helm and oras need some milliseconds. */
export const READ_BACK_MS = 2000
/** Pushes kept in memory, and up to as many more; beyond that the oldest go, and what reads them back is a pull. */
const MAX_PUSHES = 1000
/** The same of held pulls; one that goes counts. */
const MAX_PULLS = 10_000

interface Push {
  readonly id: string
  readonly atMs: number
  /** Whether its client may still read it back. */
  isAwaited: boolean
}

interface Pull {
  readonly event: RegistryEvent
  readonly key: string
  /** The push that it reads back; null while a push may follow that it belongs to. */
  readonly push: Push | null
  /** When its client pulled the same again or gave it a tag: what it reads from then on belongs to another pull. */
  endsAtMs: number
}

/**
 * The pulls by digest that may belong to a push of the same client: `oras cp` reads back what it pushed by tag, and Helm reads a chart
 * that is there already before it gives it its tag. They are held for a moment. A client that wants the contents asks for the blobs, or
 * for the headers first: then the pull is one. A process that ends forgets them, and each is a pull.
 */
export class HeldPulls {
  readonly #holdMs: number
  readonly #pushes = new Map<string, Push>()
  readonly #pulls = new Map<string, Pull>()

  /** @param settleMs how long events may be held for others; 0: each request counts */
  constructor({ settleMs }: { readonly settleMs: number }) {
    this.#holdMs = Math.min(settleMs, READ_BACK_MS)
  }

  /** Whether an event may read back a push with a tag; then it is held. To be asked of all events in their order, pushes too. */
  mayReadBack(event: RegistryEvent): boolean {
    const key = this.#holdMs === 0 ? null : keyOf(event)
    if (key === null) return false
    const known = this.#pushes.get(key)
    const near = known !== undefined && isSoonAfter(event, known.atMs) ? known : null
    const action = artifactAction(event.type)
    if (action === 'push') this.#notePush(key, event, near)
    return action === 'pull' && near !== null && this.#isReadBackOf(near, key, event)
  }

  #isReadBackOf(push: Push, key: string, event: RegistryEvent): boolean {
    if (this.#isRepeat(event)) return true
    for (const pull of this.#pulls.values()) if (pull.key === key && pull.push !== null) endAt(pull, event)
    if (!isPullByDigest(event) || !push.isAwaited) return false
    push.isAwaited = false
    this.#pulls.set(event.id, { event, key, push, endsAtMs: Infinity })
    return true
  }

  #isRepeat({ sourceId, sourceEventId }: RegistryEvent): boolean {
    const isSame = ({ event }: Pull) => event.sourceEventId === sourceEventId && event.sourceId === sourceId
    return [...this.#pulls.values()].some(isSame)
  }

  /** What was pushed by digest before was read back then, if at all, and a second tag is not read back again. */
  #notePush(key: string, event: RegistryEvent, before: Push | null): void {
    const isAwaited = artifactOf(event).tag !== null && before?.isAwaited !== false
    this.#pushes.delete(key)
    this.#pushes.set(key, { id: event.id, atMs: event.occurredAtMs, isAwaited })
    dropOldest(this.#pushes, MAX_PUSHES)
  }

  /**
   * Holds the pull of a chart by digest, which its client may give a tag next; a push with a tag ends that. To be asked of all events in
   * their order.
   */
  awaitTag(event: RegistryEvent): void {
    for (const pull of this.#before(event)) endAt(pull, event)
    const key = this.#holdMs === 0 || !isPullByDigest(event) || !isOfChart(event) ? null : keyOf(event)
    if (key === null || this.#pulls.has(event.id)) return
    this.#pulls.set(event.id, { event, key, push: null, endsAtMs: Infinity })
    dropOldest(this.#pulls, MAX_PULLS)
  }

  /** The pulls by which the client of a push with a tag read the same before. */
  #before(push: RegistryEvent): readonly Pull[] {
    const isTagged = artifactAction(push.type) === 'push' && artifactOf(push).tag !== null
    if (this.#pulls.size === 0 || !isTagged) return []
    const key = keyOf(push)
    return [...this.#pulls.values()].filter(
      (pull) => pull.key === key && pull.push === null && isSoonAfter(push, pull.event.occurredAtMs),
    )
  }

  /**
   * Follows requests that make no event.
   *
   * @returns the pulls that they show to be real, which need not wait any longer
   */
  follow(sourceId: number, requests: readonly SideRequest[]): readonly RegistryEvent[] {
    return requests.flatMap((request) => {
      if (request.what === 'blob push' || this.#pushes.size + this.#pulls.size === 0) return []
      return request.what === 'HEAD'
        ? this.#followHead(sourceId, request)
        : this.#followBlob(sourceId, request)
    })
  }

  #followHead(sourceId: number, request: SideRequest): readonly RegistryEvent[] {
    const key = keyOfRequest(sourceId, request, request.digest)
    const push = key === null ? undefined : this.#pushes.get(key)
    if (push === undefined || request.occurredAtMs < push.atMs) return []
    push.isAwaited = false
    return this.#real((pull) => pull.push === push && pull.event.occurredAtMs >= request.occurredAtMs)
  }

  #followBlob(sourceId: number, request: SideRequest): readonly RegistryEvent[] {
    const { occurredAtMs: atMs } = request
    return this.#real(({ event, key, endsAtMs }) => {
      const isByClient = keyOfRequest(sourceId, request, artifactOf(event).digest ?? '') === key
      const isAfter = atMs >= event.occurredAtMs && atMs < endsAtMs
      return isByClient && isAfter && mayReferTo(event, request.digest)
    })
  }

  #real(isReal: (pull: Pull) => boolean): readonly RegistryEvent[] {
    const real = [...this.#pulls.values()].filter(isReal)
    for (const { event } of real) this.#pulls.delete(event.id)
    return real.map(({ event }) => event)
  }

  /** Whether it is open yet what a pull belongs to. */
  has(id: string): boolean {
    return this.#pulls.has(id)
  }

  /** Until when a pull is held for this; null when it is not. */
  untilMs({ id, acceptedAtMs }: RegistryEvent): number | null {
    return this.has(id) ? acceptedAtMs + this.#holdMs : null
  }

  /** Whether a pull is held and may belong to a push that came before it: then it opens no window for others. */
  isReadBack(id: string): boolean {
    return (this.#pulls.get(id)?.push ?? null) !== null
  }

  /** The pulls that belong to a push with a tag, since its client read the chart before it. */
  changesBy(push: RegistryEvent): readonly HeldChange[] {
    return this.#before(push).map(({ event }) => ({ id: event.id, mergedInto: push.id }))
  }

  /** What becomes of a held pull when its time has come; null when it is a pull. */
  changeWhenDue(id: string): HeldChange | null {
    const push = this.#pulls.get(id)?.push ?? null
    return push === null ? null : { id, mergedInto: push.id }
  }

  /** Forgets events that are held no more, or were not stored. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      const push = this.#pulls.get(id)?.push ?? null
      if (push !== null) push.isAwaited = true
      this.#pulls.delete(id)
    }
  }
}

function isSoonAfter({ occurredAtMs }: RegistryEvent, atMs: number): boolean {
  return occurredAtMs >= atMs && occurredAtMs - atMs < READ_BACK_MS
}

function endAt(pull: Pull, { occurredAtMs }: RegistryEvent): void {
  pull.endsAtMs = Math.min(pull.endsAtMs, occurredAtMs)
}

function isPullByDigest(event: RegistryEvent): boolean {
  return artifactAction(event.type) === 'pull' && artifactOf(event).tag === null
}

/** Without its references a manifest does not show that it is a chart; Helm pulls nothing else. */
function isOfChart(event: RegistryEvent): boolean {
  return event.type === 'DOWNLOAD_CHART' || isUserAgent(userAgentOf(event), 'Helm')
}

function mayReferTo({ references }: RegistryEvent, blob: string): boolean {
  return references === undefined || references.some(({ digest }) => digest === blob)
}

function keyOf(event: RegistryEvent): string | null {
  const { digest } = artifactOf(event)
  return digest === null ? null : keyOfRequest(event.sourceId, event, digest)
}

function keyOfRequest(
  sourceId: number,
  request: Pick<RegistryEvent, 'repository' | 'operator' | 'client'>,
  digest: string,
): string | null {
  const client = clientOf(request)
  return client === null ? null : `${sourceId} ${request.repository} ${digest} ${client}`
}

/** Many at once: to find the first entry of a map costs more the more have gone before it. */
function dropOldest(kept: Map<string, unknown>, most: number): void {
  if (kept.size <= 2 * most) return
  for (const key of kept.keys()) {
    if (kept.size <= most) return
    kept.delete(key)
  }
}
