import type {
  RegistryKnowledge,
  RepositoryKey,
  TagLookUps,
  TagOfRepository,
} from '../../domain/registry/registry-knowledge.ts'
import type { KnownTag } from '../../domain/event/known-tag.ts'
import type { MissingFacts } from './missing-facts.ts'

export type ReadTagsOf = (
  repository: RepositoryKey,
  missing: Pick<MissingFacts, 'names' | 'digests'>,
) => Promise<readonly KnownTag[]>

interface Waiting extends Pick<MissingFacts, 'names' | 'digests'> {
  readonly repository: RepositoryKey
  readonly resolve: (tags: readonly KnownTag[]) => void
  readonly reject: (error: unknown) => void
}

/** Reads tags for all events that ask in one turn in one statement; while it is under way, new ones wait together for the next. */
export function batchTagReads({ tagsAbout }: Pick<RegistryKnowledge, 'tagsAbout'>): ReadTagsOf {
  let waiting: Waiting[] = []
  let isReading = false

  async function readWaiting(): Promise<void> {
    // Events of the same turn ask in microtasks.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await tagsAbout(lookUpsOf(batch)).then(
        (found) => answer(batch, found),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      )
    }
    isReading = false
  }

  return (repository, { names, digests }) =>
    new Promise((resolve, reject) => {
      waiting.push({ repository, names, digests, resolve, reject })
      if (isReading) return
      isReading = true
      void readWaiting()
    })
}

function lookUpsOf(batch: readonly Waiting[]): TagLookUps {
  return {
    names: batch.flatMap(({ repository, names }) => names.map((name) => ({ ...repository, name }))),
    digests: batch.flatMap(({ repository, digests }) => digests.map((digest) => ({ ...repository, digest }))),
  }
}

function answer(batch: readonly Waiting[], found: readonly TagOfRepository[]): void {
  const byRepository = Map.groupBy(found, keyOf)
  for (const { repository, resolve } of batch)
    resolve((byRepository.get(keyOf(repository)) ?? []).map(({ tag }) => tag))
}

function keyOf({ sourceId, repository }: RepositoryKey): string {
  return `${sourceId} ${repository}`
}
