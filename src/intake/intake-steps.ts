import type { RegistryEvent, SourceEvent } from '../domain/event/event.ts'
import { uuidV7 } from '../domain/ids.ts'
import type { IgnoredEntry, SideRequest, Source } from '../domain/registry/source.ts'
import type { Store } from '../domain/store.ts'
import type { EventContexts } from './event-context.ts'
import type { HeldEvents } from './held/held-events.ts'
import type { HeldPushes } from './held/held-pushes.ts'
import { KnownFacts } from './known-facts.ts'
import { PullWindow } from './pull-window.ts'
import type { RegistryHosts } from './registry-hosts.ts'
import { mayHaveRole, resolveRoles } from './resolve-roles.ts'
import { isPull, withoutScannerPulls } from './scanner-pulls.ts'

export interface IntakeStepsParts {
  readonly store: Store
  readonly contexts: Pick<EventContexts, 'isForHarborWay'>
  readonly heldPushes: HeldPushes
  readonly held: Pick<HeldEvents, 'settle'>
  readonly registryHosts: Pick<RegistryHosts, 'hostOf'>
  /** How far the clocks of two instances of a registry may be apart. */
  readonly toleranceMs: number
  /** Within this time, requests of one client for one artifact are one pull; 0: each is one. */
  readonly pullWindowMs: number
}

/** What a source reported in one notification. */
export interface Reported {
  readonly source: Source
  readonly events: readonly SourceEvent[]
  /** The entries that make no event; they say what clients are doing. */
  readonly ignored: readonly IgnoredEntry[]
  readonly acceptedAtMs: number
}

/** The events of one notification, as each step left them. */
export interface IntakeSteps {
  readonly reported: readonly RegistryEvent[]
  /** Without the pulls of scanners. */
  readonly wanted: readonly RegistryEvent[]
  /** Without those that were joined to another one. */
  readonly unmerged: readonly RegistryEvent[]
  /** Without deletions of blobs: what is decided. */
  readonly events: readonly RegistryEvent[]
}

export interface TakeIntakeSteps {
  /** Takes the events of a notification from what was reported to what is decided. */
  readonly take: (reported: Reported) => Promise<IntakeSteps>
  /** Opens and ends the windows of pulls, once the events that were decided are stored. */
  readonly remember: (stored: readonly RegistryEvent[]) => Promise<void>
  /** Whether `remember` has anything to do. */
  readonly concerns: (stored: readonly RegistryEvent[]) => boolean
}

/** The steps before events are decided. Nearly all events are pushes by tag, about which memory knows all that is asked: nothing is awaited for them. */
export function createIntakeSteps(parts: IntakeStepsParts): TakeIntakeSteps {
  const { store, contexts, heldPushes, held, registryHosts } = parts
  const knownFacts = new KnownFacts(store, parts.toleranceMs)
  const window = new PullWindow(parts.pullWindowMs)

  /** Marks what is part of an earlier event. */
  function markParts(events: readonly RegistryEvent[]): readonly RegistryEvent[] {
    const { pulls } = heldPushes
    const mayReadBack = (event: RegistryEvent): boolean => pulls.mayReadBack(event)
    // Only pulls read pushes back.
    const readBackOf = events.some(isPull) ? heldPushes.readBacks() : undefined
    const marked = window.markParts(events, readBackOf, mayReadBack)
    for (const event of marked) if (isWhole(event)) pulls.awaitTag(event)
    return marked
  }

  /** Leaves out what is part of an earlier event, unless a policy of Harbor's way subscribes to it. */
  async function withoutParts(marked: readonly RegistryEvent[]): Promise<readonly RegistryEvent[]> {
    const isWanted = await Promise.all(
      marked.map(async (event) => isWhole(event) || (await contexts.isForHarborWay(event))),
    )
    return marked.filter((_, index) => isWanted[index])
  }

  /** Requests that make no event show that a client still pushes, or that it read what it pulled. */
  async function follow(requests: readonly SideRequest[], { source, acceptedAtMs }: Reported): Promise<void> {
    heldPushes.followBlobs(source.id, requests, acceptedAtMs)
    const real = heldPushes.pulls.follow(source.id, requests)
    const stored = real.filter((pull) => pull.acceptedAtMs < acceptedAtMs)
    if (stored.length > 0) await window.remember(stored, store.registry)
    held.settle(stored)
  }

  return {
    async take(notification) {
      const { source, events: sourceEvents, ignored, acceptedAtMs } = notification
      const blobs = ignored.flatMap(({ blob }) => blob ?? [])
      knownFacts.noteBlobs(source.id, blobs)
      const reported = sourceEvents.map((event) =>
        identify(event, source, { acceptedAtMs, registryHost: registryHosts.hostOf(source, event) }),
      )
      const wanted = reported.some(isPull) ? await withoutScannerPulls(reported, store.scanners) : reported
      const marked = markParts(wanted)
      const unmerged = marked.every(isWhole) ? marked : await withoutParts(marked)
      const requests = ignored.flatMap(({ request }) => request ?? [])
      if (requests.length > 0) await follow(requests, notification)
      const complete = await knownFacts.addTo(unmerged)
      const events = complete.some(mayHaveRole) ? await resolveRoles(complete, store.registry) : complete
      return { reported, wanted, unmerged, events }
    },
    async remember(stored) {
      const { pulls } = heldPushes
      // Whether a pull reads back a push is known only later.
      const open = stored.filter(({ id }) => !pulls.isReadBack(id))
      await window.remember(open, store.registry)
    },
    concerns: (stored) => window.concerns(stored),
  }
}

function identify(
  event: SourceEvent,
  source: Source,
  { acceptedAtMs, registryHost }: Pick<RegistryEvent, 'acceptedAtMs' | 'registryHost'>,
): RegistryEvent {
  return {
    ...event,
    id: uuidV7(acceptedAtMs),
    sourceId: source.id,
    sourceName: source.name,
    sourceKind: source.kind,
    acceptedAtMs,
    registryHost,
  }
}

function isWhole({ partOf }: RegistryEvent): boolean {
  return partOf === undefined
}
