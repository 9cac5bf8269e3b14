import type {
  DecidedEvent,
  ObservedManifest,
  StoreManifestResult,
} from '../../../../domain/delivery/queue.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import { manifestOf } from '../../../../domain/event/manifest.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { type Session, statement } from '../session.ts'
import { removeManifest, removeRepository } from './remove-tags-and-manifests.ts'
import { reportQuota } from './report-quota.ts'
import { lockRepositories } from './repositories.ts'
import { type PlacedManifest, storeManifests } from './store-manifests.ts'
import { storeTags } from './store-tags.ts'
import { addUsage, limitedAmong } from './usage.ts'

/** A stored event in its locked repository. */
export interface PlacedEvent {
  readonly decided: DecidedEvent
  readonly repositoryId: number
}

const IS_KNOWN = statement(`
  select 1 from manifest
  where repository_id = $1 and digest = $2 and source_id = $3 and is_complete is not null`)

/**
 * Brings the tags and manifests of repositories up to what was decided about events, in the transaction that stores them: those between
 * two deletions in a few statements, each deletion alone.
 *
 * @returns the events from which others followed
 */
export async function updateTagsAndManifests(
  session: Session,
  placed: readonly PlacedEvent[],
  limited: ReadonlySet<number>,
): Promise<ReadonlySet<DecidedEvent>> {
  const followed = new Set<DecidedEvent>()
  let run: PlacedEvent[] = []
  const endRun = async (): Promise<void> => {
    const events = run
    run = []
    const known = await storeReported(session, events, limited, followed)
    storeTags(
      session,
      events.flatMap(({ decided: { event, tagChanges = [] }, repositoryId }) =>
        tagChanges.map((tag) => ({ tag, sourceId: event.sourceId, repositoryId })),
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
  const [repositories, limited] = await Promise.all([
    lockRepositories(session, [event.repository]),
    limitedAmong(session, [projectId]),
  ])
  const repositoryId = repositories.get(event.repository)?.id
  if (repositoryId === undefined) throw new Error('a manifest belongs to no repository')
  const placed = { observed, repositoryId }
  const hasFollowUps = limited.has(projectId) && (await countManifest(session, placed))
  storeManifests(session, [placed])
  session.finish()
  return { hasFollowUps }
}

/** @returns the keys of the manifests that have numbers then */
async function storeReported(
  session: Session,
  events: readonly PlacedEvent[],
  limited: ReadonlySet<number>,
  followed: Set<DecidedEvent>,
): Promise<ReadonlySet<string>> {
  const uncounted: PlacedManifest[] = []
  for (const { decided, repositoryId } of events) {
    const observed = reportedBy(decided)
    if (observed === null) continue
    const placed = { observed, repositoryId }
    if (!limited.has(decided.projectId)) uncounted.push(placed)
    else {
      // One after the other: whether it is new depends on those before it.
      if (await countManifest(session, placed)) followed.add(decided)
      storeManifests(session, [placed])
    }
  }
  return storeManifests(session, uncounted)
}

/** The manifest that an event reports, if it does. */
function reportedBy({ event, projectId, isManifestGone }: DecidedEvent): ObservedManifest | null {
  const action = artifactAction(event.type)
  const hasReferences = event.references !== undefined && event.references.length > 0
  if ((action !== 'push' && action !== 'pull') || !hasReferences || isManifestGone === true) return null
  const manifest = manifestOf(event)
  return manifest === null ? null : { event, projectId, manifest }
}

/** Adds a manifest that is new to the usage of its project; whether other events followed from that. */
async function countManifest(
  session: Session,
  { observed: { event, projectId, manifest }, repositoryId }: PlacedManifest,
): Promise<boolean> {
  const known = await session.ask(IS_KNOWN, repositoryId, digestBytes(manifest.digest), event.sourceId)
  if (known.length > 0) return false
  const used = await addUsage(session, projectId, manifest)
  return used !== null && reportQuota(session, event, projectId, used)
}
