import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { createCache } from '../../domain/cache.ts'
import type { RegistryKnowledge } from '../../domain/registry/registry-knowledge.ts'
import { Tags } from './tags.ts'

/** Tags of one repository that memory holds; of a larger one it asks for what an event is about. */
const MAX_TAGS = 10_000
/** Tags of all repositories together; beyond that memory begins anew. */
const MAX_TAGS_IN_ALL = 200_000

export interface TagCache {
  of: (event: RegistryEvent) => Promise<Tags>
  clear: () => void
}

/** The tags of repositories, as hints: what was decided by tags that others changed meanwhile is refused by the store. */
export function createTagCache(registry: Pick<RegistryKnowledge, 'tags' | 'tagsAbout'>): TagCache {
  let loaded = 0
  const books = createCache(async (key: string): Promise<Tags | null> => {
    const [sourceId = '', repository = ''] = key.split(' ')
    const tags = await registry.tags({ sourceId: Number(sourceId), repository }, MAX_TAGS)
    loaded += tags?.length ?? 0
    return tags === null ? null : new Tags(tags)
  })
  const clear = (): void => {
    loaded = 0
    books.clear()
  }
  return {
    async of(event) {
      const { sourceId, repository } = event
      if (loaded > MAX_TAGS_IN_ALL) clear()
      const tags = await books.get(`${sourceId} ${repository}`)
      loaded++
      if (tags !== null && tags.size <= MAX_TAGS) return tags
      const { tag: name, digest } = artifactOf(event)
      // No index leads from a digest to its tags: only what is rare may look at all of them.
      const isDeleted = artifactAction(event.type) === 'delete'
      const about = { name, digest: isDeleted ? digest : null }
      return new Tags(await registry.tagsAbout({ sourceId, repository }, about), { areAll: false })
    },
    clear,
  }
}
