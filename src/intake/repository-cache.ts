import type { Clock } from '../domain/clock.ts'
import type { DecidedEvent } from '../domain/delivery/queue.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import type { Store } from '../domain/store.ts'
import { type ReadTagsOf, batchTagReads } from './tags/batch-tag-reads.ts'
import { type MissingFacts, missingFacts } from './tags/missing-facts.ts'
import { Tags } from './tags/tags.ts'

/** A repository as far as it is known; `lastSequence` grows as events take their positions. */
export interface KnownRepository {
  /** Null as long as none of its events is stored. */
  createdAtMs: number | null
  lastSequence: number
  /** Positions that events took and that are not stored yet. */
  underWay: number
}

export interface RepositoryCache {
  /** With everything that the event is decided by. Rejects as the store does. */
  of: (event: RegistryEvent) => Promise<{ readonly known: KnownRepository; readonly tags: Tags }>
  /** Forgets the repositories whose memory gave these events their positions; one that was read anew since stays. */
  forget: (decided: readonly DecidedEvent[]) => void
  /** Notes that the positions of these events are stored. */
  noteStored: (decided: readonly DecidedEvent[]) => void
  /** Notes that a decision was refused, since another process had taken its position. */
  noteOvertaken: () => void
  /** Forgets everything: a repository may have gone with its project. */
  clear: () => void
}

/** What is kept of one repository. It is forgotten as a whole: see `createRepositoryCache`. */
interface Entry {
  readonly known: KnownRepository
  /** The last position when it was read; events take those after it. */
  readonly storedSequence: number
  /** Several sources can report one repository. */
  readonly tagsBySource: Map<number, Tags>
  facts: number
}

/** Facts of one repository, and of all together: names, deleted and absent ones too, and digests. */
const MAX_FACTS_OF_ONE = 10_000
const MAX_FACTS = 200_000
const MAX_REPOSITORIES = 10_000
/** So long after another process was first in a repository, every repository is taken to be shared with it. */
const SHARED_MS = 10_000

/**
 * Keeps the positions and tags of repositories, looked up by key as events need them. They may be out of date: the store refuses a decision
 * whose position is taken. So tags are right only beside a position that was read before them, and the two are forgotten together; a
 * tag that was forgotten alone could be read before its last change is stored, and nothing would notice.
 *
 * While other processes take events of the same repositories, each event reads its repository anew, together with those of others: that
 * costs less than deciding it twice. Not so while an event has a position that is not stored: what is read would be older.
 */
export function createRepositoryCache(
  store: Pick<Store, 'repository' | 'registry'>,
  clock: Pick<Clock, 'monotonic'>,
): RepositoryCache {
  const entries = createEntries((path) => load(path, store))
  let sharedUntilMs = 0
  const readTags = batchTagReads(store.registry)
  return {
    async of(event) {
      const { repository: path, sourceId } = event
      if (
        sharedUntilMs > 0 &&
        clock.monotonic() < sharedUntilMs &&
        entries.loadedOf(path)?.known.underWay === 0
      )
        entries.forgetOne(path)
      entries.makeRoom(path)
      const entry = await entries.entryOf(path)
      const tags = entry.tagsBySource.get(sourceId) ?? new Tags()
      entry.tagsBySource.set(sourceId, tags)
      // Where a deleted tag pointed is known only once the tag is read: then its digest is missing.
      for (;;) {
        const missing = missingFacts(event, tags)
        if (missing === null) break
        tags.add(await readMissing(event, missing, { readTags, registry: store.registry }))
      }
      entries.count(path, entry)
      return { known: entry.known, tags }
    },
    forget(decided) {
      for (const { event, sequence } of decided) {
        const entry = entries.loadedOf(event.repository)
        if (entry !== undefined && sequence > entry.storedSequence) entries.forgetOne(event.repository)
      }
    },
    noteStored(decided) {
      for (const { event, sequence } of decided) {
        const entry = entries.loadedOf(event.repository)
        if (entry === undefined || sequence <= entry.storedSequence) continue
        entry.known.underWay = Math.max(0, entry.known.underWay - 1)
      }
    },
    noteOvertaken() {
      sharedUntilMs = clock.monotonic() + SHARED_MS
    },
    clear: entries.clear,
  }
}

/** Entries by the path of their repository, within bounds; those that were used longest ago are forgotten first. */
function createEntries(load: (path: string) => Promise<Entry>) {
  const entries = new Map<string, Promise<Entry>>()
  const loaded = new Map<string, Entry>()
  let facts = 0

  function forgetOne(path: string): void {
    facts -= loaded.get(path)?.facts ?? 0
    loaded.delete(path)
    entries.delete(path)
  }

  function clear(): void {
    facts = 0
    loaded.clear()
    entries.clear()
  }

  /** Used last, it is forgotten last. */
  function entryOf(path: string): Promise<Entry> {
    const kept = entries.get(path)
    const entry = kept ?? load(path)
    if (kept !== undefined) entries.delete(path)
    entries.set(path, entry)
    if (kept !== undefined) return entry
    entry.then(
      (one) => entries.get(path) === entry && loaded.set(path, one),
      () => entries.get(path) === entry && entries.delete(path),
    )
    return entry
  }

  function makeRoom(path: string): void {
    const entry = loaded.get(path)
    if (entry !== undefined && entry.facts > MAX_FACTS_OF_ONE) forgetOne(path)
    for (const oldest of entries.keys()) {
      if (facts <= MAX_FACTS && entries.size <= MAX_REPOSITORIES) return
      forgetOne(oldest)
    }
  }

  function count(path: string, entry: Entry): void {
    const before = entry.facts
    entry.facts = 0
    for (const tags of entry.tagsBySource.values()) entry.facts += tags.facts
    if (loaded.get(path) === entry) facts += entry.facts - before
  }

  const loadedOf = (path: string): Entry | undefined => loaded.get(path)
  return { entryOf, loadedOf, forgetOne, clear, makeRoom, count }
}

async function load(path: string, store: Pick<Store, 'repository'>): Promise<Entry> {
  const stored = await store.repository(path)
  const lastSequence = stored?.lastSequence ?? 0
  const known = { createdAtMs: stored?.createdAtMs ?? null, lastSequence, underWay: 0 }
  return { known, storedSequence: lastSequence, tagsBySource: new Map(), facts: 0 }
}

async function readMissing(
  { sourceId, repository }: RegistryEvent,
  { names, digests, youngest }: MissingFacts,
  { readTags, registry }: { readonly readTags: ReadTagsOf } & Pick<Store, 'registry'>,
) {
  const key = { sourceId, repository }
  const [tags, moments] = await Promise.all([
    names.length + digests.length === 0 ? [] : readTags(key, { names, digests }),
    youngest ? registry.youngestTags(key) : null,
  ])
  return { names, digests, tags, youngest: moments }
}
