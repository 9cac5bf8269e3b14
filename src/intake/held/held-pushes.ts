import type { DecidedEvent, HeldChange, HeldEvent } from '../../domain/delivery/queue.ts'
import { clientOf } from '../../domain/event/client.ts'
import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { type ReportKey, reportKeyOf } from '../../domain/event/report-key.ts'
import type { SideRequest } from '../../domain/registry/source.ts'
import { HeldPulls } from './held-pulls.ts'
import type { HoldTimes } from './hold-until.ts'

/** Pushes kept in memory; beyond that a push stands for itself. */
const MAX_PUSHES = 100_000
/** A push that gains less than this part of `settleMs` is left alone, so that many parts cost few updates. */
const SMALLEST_GAIN = 0.1

interface HeldPush {
  readonly id: string
  readonly key: ReportKey
  readonly artifact: Artifact
  readonly acceptedAtMs: number
  untilMs: number
  /** Until when it waits since its client pushes blobs; in memory alone, until its time has come. */
  blobsUntilMs: number
}

/**
 * The pushes without a tag that are held, by the repository and the client they came from. What the client does next says what they
 * are: it may give them a tag, push an index of them, or read them back. This is a cache: the store keeps each with its client.
 */
export class HeldPushes {
  readonly pulls: HeldPulls
  readonly #times: HoldTimes
  readonly #byClient = new Map<string, Map<string, HeldPush>>()
  readonly #clients = new Map<string, string>()

  constructor(times: HoldTimes) {
    this.#times = times
    this.pulls = new HeldPulls(times)
  }

  /** Adds an event that is about to be held; call `forget` when it is held no more, or could not be stored. */
  add(event: RegistryEvent, untilMs: number, client = clientOf(event)): void {
    const isFull = this.#clients.size >= MAX_PUSHES
    if (client === null || isFull || this.#times.settleMs === 0 || !isUntaggedPush(event)) return
    const key = keyOf(event, client)
    const pushes = this.#byClient.get(key) ?? new Map<string, HeldPush>()
    const { id, acceptedAtMs } = event
    const artifact = artifactOf(event)
    pushes.set(id, { id, key: reportKeyOf(event), artifact, acceptedAtMs, untilMs, blobsUntilMs: 0 })
    this.#byClient.set(key, pushes)
    this.#clients.set(id, key)
  }

  /** Takes over an event that an earlier process held. */
  restore({ event, heldUntilMs, client }: HeldEvent): void {
    this.add(event, heldUntilMs, client)
  }

  forget(ids: readonly string[]): void {
    this.pulls.forget(ids)
    for (const id of ids) {
      const key = this.#clients.get(id)
      if (key === undefined) continue
      this.#clients.delete(id)
      const pushes = this.#byClient.get(key)
      pushes?.delete(id)
      if (pushes?.size === 0) this.#byClient.delete(key)
    }
  }

  /** What the client of this event pushed to the same repository and has neither tagged nor listed in an index yet. */
  of(event: RegistryEvent): readonly HeldPush[] {
    return this.#ofClient(event)
  }

  #ofClient(by: Pick<RegistryEvent, 'sourceId' | 'repository' | 'operator' | 'client'>): readonly HeldPush[] {
    if (this.#clients.size === 0) return []
    const client = clientOf(by)
    return client === null ? [] : [...(this.#byClient.get(keyOf(by, client))?.values() ?? [])]
  }

  /**
   * What a push changes about the pushes of its client: those of the same digest are joined to one that has a tag, and the others wait
   * longer, since their client still pushes.
   */
  changesBy(push: RegistryEvent): readonly HeldChange[] {
    if (artifactAction(push.type) !== 'push') return []
    const { tag, digest } = artifactOf(push)
    const changes = this.of(push).flatMap((held): readonly HeldChange[] => {
      if (held.id === push.id) return []
      if (tag !== null && held.artifact.digest === digest) return [{ id: held.id, mergedInto: push.id }]
      const untilMs = this.#untilMs(held, push.acceptedAtMs)
      if (untilMs - held.untilMs < this.#times.settleMs * SMALLEST_GAIN) return []
      return [{ id: held.id, heldUntilMs: untilMs }]
    })
    const joined = this.pulls.changesBy(push)
    return joined.length === 0 ? changes : [...changes, ...joined]
  }

  /** Until when a push is held whose client pushed something now. */
  #untilMs({ acceptedAtMs }: HeldPush, nowMs: number): number {
    return Math.min(nowMs + this.#times.settleMs, acceptedAtMs + this.#times.settleMaxMs)
  }

  /**
   * Lets pushes wait whose client pushes blobs. That is stored once their time has come, since an image has many blobs: a process that
   * is killed before that settles them earlier.
   */
  followBlobs(sourceId: number, requests: readonly SideRequest[], nowMs: number): void {
    if (this.#clients.size === 0) return
    for (const request of requests)
      if (request.what === 'blob push')
        for (const held of this.#ofClient({ ...request, sourceId }))
          held.blobsUntilMs = this.#untilMs(held, nowMs)
  }

  /** What becomes of a held event now that its time has come, other than that it is decided; null when it is. */
  changeWhenDue(id: string, nowMs: number): HeldChange | null {
    const blobsUntilMs = this.#byClient.get(this.#clients.get(id) ?? '')?.get(id)?.blobsUntilMs ?? 0
    return blobsUntilMs > nowMs ? { id, heldUntilMs: blobsUntilMs } : this.pulls.changeWhenDue(id)
  }

  /** Follows the changes that were stored with these events. */
  follow(stored: readonly Pick<DecidedEvent, 'heldChanges'>[]): void {
    for (const change of stored.flatMap(({ heldChanges = [] }) => heldChanges)) {
      if ('mergedInto' in change) this.forget([change.id])
      else this.#extend(change.id, change.heldUntilMs)
    }
  }

  #extend(id: string, untilMs: number): void {
    const held = this.#byClient.get(this.#clients.get(id) ?? '')?.get(id)
    if (held !== undefined) held.untilMs = Math.max(held.untilMs, untilMs)
  }

  /**
   * Finds, asked of each event of a notification in its order, the push that a pull reads back: by digest, by the client that pushed it, while
   * the push is still held.
   *
   * @returns the function to ask; it answers with the push, or null
   */
  readBacks(): (event: RegistryEvent) => ReportKey | null {
    const heldNow = new Map<string, ReportKey | null>()
    return (event) => {
      const client = this.#times.settleMs === 0 ? null : clientOf(event)
      const { tag, digest } = artifactOf(event)
      const action = artifactAction(event.type)
      if (client === null || digest === null || (action !== 'push' && action !== 'pull')) return null
      const key = `${keyOf(event, client)} ${digest}`
      if (action === 'push') heldNow.set(key, isUntaggedPush(event) ? reportKeyOf(event) : null)
      if (action === 'push' || tag !== null) return null
      const now = heldNow.get(key)
      return now === undefined ? this.#heldBefore(event, digest) : now
    }
  }

  #heldBefore(event: RegistryEvent, digest: string): ReportKey | null {
    return this.of(event).find(({ artifact }) => artifact.digest === digest)?.key ?? null
  }
}

function isUntaggedPush(event: RegistryEvent): boolean {
  return artifactAction(event.type) === 'push' && artifactOf(event).tag === null && event.role === 'root'
}

function keyOf(
  { sourceId, repository }: Pick<RegistryEvent, 'sourceId' | 'repository'>,
  client: string,
): string {
  return `${sourceId} ${repository} ${client}`
}
