import type {
  DecidedEvent,
  ObservedManifest,
  StoreManifestResult,
} from '../../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import type { Session } from '../session.ts'
import { type Observations, nameOf, namesInEvents, namesInManifest } from './names-in-events.ts'
import { type Numbers, manifestKey, readNumbers } from './numbers.ts'
import type { PlacedEvent } from './placed-event.ts'
import { removeManifest, removeRepository } from './remove-tags-and-manifests.ts'
import { reportQuota } from './report-quota.ts'
import { lockRepositories } from './repositories.ts'
import type { PlacedManifest } from './manifest-records.ts'
import { storeManifests } from './store-manifests.ts'
import { storeTags } from './store-tags.ts'
import { addUsage, limitedAmong } from './usage.ts'

/** What is known before any of the events is stored. */
export interface KnownBefore {
  /** Projects with a limit on their storage. */
  readonly limited: ReadonlySet<number>
  readonly observations: Observations
  /** For all that the events name. */
  readonly numbers: Numbers
}

/**
 * Brings the tags and manifests of repositories up to what was decided about events, in the transaction that stores them: those between
 * two deletions in a few statements, each deletion alone.
 *
 * @returns the events from which others followed
 */
export async function updateTagsAndManifests(
  session: Session,
  placed: readonly PlacedEvent[],
  { limited, observations, numbers }: KnownBefore,
): Promise<ReadonlySet<DecidedEvent>> {
  const followed = new Set<DecidedEvent>()
  let known: Numbers | null = numbers
  let run: PlacedEvent[] = []
  const endRun = async (): Promise<void> => {
    const events = run
    run = []
    if (events.length === 0) return
    known ??= await readNumbers(
      session,
      namesInEvents(
        events.map(({ decided }) => decided),
        observations,
      ),
    )
    await storeReported(session, events, { limited, observations, numbers: known }, followed)
    storeTags(
      session,
      events.flatMap(({ decided: { event, tagChanges = [] }, repositoryId }) =>
        tagChanges.map((tag) => ({ tag, event, repositoryId })),
      ),
      known,
    )
  }
  for (const one of placed) {
    const { type } = one.decided.event
    const isDeletion = artifactAction(type) === 'delete' || type === 'DELETE_REPOSITORY'
    if (isDeletion) {
      await endRun()
      const remove = type === 'DELETE_REPOSITORY' ? removeRepository : removeManifest
      await remove(session, one.decided, one.repositoryId, limited.has(one.decided.projectId))
      // What was read before is no longer so.
      known = null
    }
    run.push(one)
  }
  await endRun()
  return followed
}

/** Stores a manifest that was read from a registry. */
export async function storeReadManifest(
  session: Session,
  observed: ObservedManifest,
): Promise<StoreManifestResult> {
  const { event, projectId } = observed
  const [repositories, limited, numbers] = await Promise.all([
    lockRepositories(session, [event.repository]),
    limitedAmong(session, [projectId]),
    readNumbers(session, namesInManifest(observed)),
  ])
  const repositoryId = repositories.get(event.repository)?.id
  if (repositoryId === undefined) throw new Error('a manifest belongs to no repository')
  const placed = { observed, repositoryId }
  const hasFollowUps = limited.has(projectId) && (await countManifest(session, placed, numbers))
  storeManifests(session, [placed], numbers)
  session.finish()
  return { hasFollowUps }
}

async function storeReported(
  session: Session,
  events: readonly PlacedEvent[],
  { limited, observations, numbers }: KnownBefore,
  followed: Set<DecidedEvent>,
): Promise<void> {
  const uncounted: PlacedManifest[] = []
  for (const { decided, repositoryId } of events) {
    const observed = observations.get(decided)
    if (observed === undefined) continue
    const placed = { observed, repositoryId }
    if (!limited.has(decided.projectId)) uncounted.push(placed)
    else {
      // One after the other: whether it is new depends on those before it.
      if (await countManifest(session, placed, numbers)) followed.add(decided)
      storeManifests(session, [placed], numbers)
    }
  }
  storeManifests(session, uncounted, numbers)
}

/** Adds a manifest that is new to the usage of its project; whether other events followed from that. */
async function countManifest(
  session: Session,
  { observed: { event, projectId, manifest } }: PlacedManifest,
  { manifests }: Numbers,
): Promise<boolean> {
  const known = manifests.get(manifestKey(nameOf(event, manifest.digest)))
  if (known !== undefined && known.isComplete !== null) return false
  const used = await addUsage(session, projectId, manifest)
  return used !== null && reportQuota(session, event, projectId, used)
}
