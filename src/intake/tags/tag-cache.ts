import { createCache } from '../../domain/cache.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { WHOLE_REPOSITORY } from '../../domain/event/known-tag.ts'
import type { RegistryKnowledge } from '../../domain/registry/registry-knowledge.ts'
import { Tags } from './tags.ts'

/** Tags of one repository that are cached; of a larger one, only those that an event is about are read. */
const MAX_TAGS = 10_000
/** Tags of all repositories together; beyond that the cache is cleared. */
const MAX_TAGS_IN_ALL = 200_000

export interface TagCache {
  of: (event: RegistryEvent) => Promise<Tags>
  clear: () => void
}

/** Caches the tags of repositories. They may be out of date: the store refuses a decision by tags that have changed since. */
export function createTagCache(registry: Pick<RegistryKnowledge, 'tags' | 'tagsAbout'>): TagCache {
  let loaded = 0
  const tagsByRepository = createCache(async (key: string): Promise<Tags | null> => {
    const [sourceId = '', repository = ''] = key.split(' ')
    const stored = await registry.tags({ sourceId: Number(sourceId), repository }, MAX_TAGS)
    loaded += stored?.length ?? 0
    return stored === null ? null : new Tags(stored)
  })
  const clear = (): void => {
    loaded = 0
    tagsByRepository.clear()
  }
  return {
    async of(event) {
      const { sourceId, repository } = event
      if (loaded > MAX_TAGS_IN_ALL) clear()
      const tags = await tagsByRepository.get(`${sourceId} ${repository}`)
      loaded++
      if (tags !== null && tags.size <= MAX_TAGS) return tags
      const { digest } = artifactOf(event)
      const named = event.artifacts.flatMap(({ tag }) => tag ?? [])
      const names = [...named, ...(digest === null ? [] : [digest]), WHOLE_REPOSITORY]
      // No index leads from a digest to its tags: only rare events may look through all of them.
      const isDeletion = artifactAction(event.type) === 'delete'
      const about = { names, digest: isDeletion ? digest : null }
      return new Tags(await registry.tagsAbout({ sourceId, repository }, about), { areAll: false })
    },
    clear,
  }
}
