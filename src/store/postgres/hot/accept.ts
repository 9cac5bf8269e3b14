import { isDerived } from '../../../domain/event/derived-event.ts'
import type { Acceptance, AcceptResult, DecidedEvent } from '../../../domain/delivery/queue.ts'
import { type Ids, allocate } from './allocate.ts'
import { changeHeld } from './change-held.ts'
import { type Received, countReceived } from './count-received.ts'
import { countTriggers } from './count-triggers.ts'
import { insertEvents, keyOf, reportedAmong } from './insert-events.ts'
import { type LockedRepository, keepPositions, lockRepositories } from './registry/repositories.ts'
import { namesInEvents, observationsIn } from './registry/names-in-events.ts'
import { readNumbers } from './registry/numbers.ts'
import { type KnownBefore, updateTagsAndManifests } from './registry/update-tags-and-manifests.ts'
import { limitedAmong } from './registry/usage.ts'
import { revisionOf } from './revision.ts'
import type { Session } from './session.ts'
import { idsFor, storeDeliveries } from './store-deliveries.ts'

export type AgingAcceptance = Acceptance & {
  /** The ages of new deliveries count from here, by the service clock. */
  readonly serviceMs: number
}

type Stale = Extract<AcceptResult, { readonly outcome: 'stale' }>

/**
 * Stores the events of notifications in their order and counts them in the accounts of their sources; of a notification nothing, when the
 * rules that decided it have changed or a position is taken.
 */
export async function accept(
  session: Session,
  acceptances: readonly AgingAcceptance[],
): Promise<readonly AcceptResult[]> {
  const all = acceptances.flatMap(({ events }) => events)
  const observations = observationsIn(all)
  const [repositories, revision, reported, limited, ids, numbers] = await Promise.all([
    lockRepositories(
      session,
      all.map(({ event }) => event.repository),
      new Set(all.flatMap(({ event, sequence }) => (sequence > 1 ? [event.repository] : []))),
    ),
    revisionOf(session),
    reportedAmong(session, all),
    limitedAmong(session, [...new Set(all.map(({ projectId }) => projectId))]),
    allocate(session, { event: all.length, ...idsFor(all) }),
    readNumbers(session, namesInEvents(all, observations)),
  ])
  const positions = new Map([...repositories].map(([path, { sequence }]) => [path, sequence]))
  const verdicts = acceptances.map((acceptance) => staleness(acceptance, revision, positions))
  const fresh = acceptances.filter((_, index) => verdicts[index] === null)
  const stored = await store(session, fresh, { ids, repositories, reported, limited, observations, numbers })
  const results = stored.values()
  return verdicts.map((stale) => stale ?? results.next().value ?? { outcome: 'stale', because: 'positions' })
}

/** Why an acceptance was decided by what has changed since; null when nothing has, and then its positions are taken. */
function staleness(
  { revision: decidedBy, events }: Acceptance,
  revision: number,
  positions: Map<string, number>,
): Stale | null {
  if (decidedBy !== revision) return { outcome: 'stale', because: 'rules' }
  const isOvertaken = ({ event: { repository }, sequence }: DecidedEvent): boolean =>
    repository !== '' && (positions.get(repository) ?? 0) >= sequence
  if (events.some(isOvertaken)) return { outcome: 'stale', because: 'positions' }
  for (const { event, sequence } of events)
    if (event.repository !== '') positions.set(event.repository, sequence)
  return null
}

interface Known extends KnownBefore {
  /** Numbers for as many rows as there can be. */
  readonly ids: Ids
  readonly repositories: ReadonlyMap<string, LockedRepository>
  /** Keys of events that their sources have reported before. */
  readonly reported: ReadonlySet<string>
}

/** Asks for all statements at once, but for those of deletions and of projects with a limit. */
async function store(
  session: Session,
  acceptances: readonly AgingAcceptance[],
  { ids, repositories, reported, ...known }: Known,
): Promise<readonly AcceptResult[]> {
  const seen = new Set(reported)
  const isNew = ({ event }: DecidedEvent): boolean => {
    const key = keyOf(event)
    const isSeen = seen.has(key)
    seen.add(key)
    return !isSeen
  }
  const births = acceptances
    .flatMap(({ lease, serviceMs, events }) => events.map((decided) => ({ decided, lease, serviceMs })))
    .filter(({ decided }) => isNew(decided))
    .map((birth, index) => ({ ...birth, eventId: ids.event[index] ?? 0 }))
  const decidedEvents = births.map(({ decided }) => decided)
  insertEvents(
    session,
    births.map(({ eventId, decided }) => ({ id: eventId, decided })),
  )
  const deliveryIds = storeDeliveries(session, births, ids)
  const placed = decidedEvents.flatMap((decided) => {
    const repositoryId = repositories.get(decided.event.repository)?.id
    return repositoryId === undefined ? [] : [{ decided, repositoryId }]
  })
  keepPositions(session, placed)
  changeHeld(
    session,
    decidedEvents.flatMap(({ heldChanges = [] }) => heldChanges),
  )
  const followed = await updateTagsAndManifests(session, placed, known)
  countTriggers(session, births)
  const idsOf = new Map(births.map(({ decided }, index) => [decided, deliveryIds[index] ?? []]))
  countReceived(
    session,
    acceptances.flatMap((acceptance) => receivedOf(acceptance, idsOf)),
  )
  session.finish()
  return acceptances.map(({ events }) => ({
    outcome: 'stored',
    deliveryIds: events.map((decided) => idsOf.get(decided) ?? null),
    ...(events.some((decided) => followed.has(decided)) && { hasFollowUps: true as const }),
  }))
}

function receivedOf(
  { received, events }: Acceptance,
  stored: ReadonlyMap<DecidedEvent, unknown>,
): readonly Received[] {
  const repeated = events.filter((decided) => !stored.has(decided) && !isDerived(decided.event)).length
  return received === undefined ? [] : [{ received, repeated }]
}
