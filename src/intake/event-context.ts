import type { RegistryEvent } from '../domain/event/event.ts'
import { createCache } from '../domain/cache.ts'
import type { Project } from '../domain/project.ts'
import type { Rules } from '../domain/policy/rules.ts'
import type { Store } from '../domain/store.ts'
import type { Tags } from './tags/tags.ts'
import { createTagCache } from './tags/tag-cache.ts'

/** All that decides about one event, and what is known of its repository. */
export interface EventContext {
  readonly rules: Rules & { readonly project: Project }
  /** Null for what has no repository. */
  readonly repository: { readonly known: KnownRepository; readonly tags: Tags } | null
}

/** Where an event stands in its repository. */
export interface Place {
  /** When the repository was first seen; the event's own time for its first event. */
  readonly repositoryCreatedAtMs: number
  /** The event's place among those of its repository. */
  readonly sequence: number
}

export interface EventContexts {
  /** Null when the event's project does not exist and none may be made. */
  of: (event: RegistryEvent) => Promise<EventContext | null>
  /** The rules in force for a project, whether it is still there or not. */
  rulesOf: (projectName: string) => Promise<Rules>
  /** Forgets what was out of date. */
  refresh: () => void
}

export type RulesStore = Pick<Store, 'rulesOf' | 'repository' | 'onRulesChanged' | 'projects' | 'registry'>

/** What is known of a repository; the last number grows as events are given theirs. */
export interface KnownRepository {
  /** Null as long as nothing of it is stored. */
  createdAtMs: number | null
  lastSequence: number
}

/** Looks contexts up, by hints: a decision made by rules that have changed since is refused by the store, and made anew. */
export function createEventContexts(
  store: RulesStore,
  { createProjects }: { readonly createProjects: boolean },
): EventContexts {
  const rules = createCache((projectName: string) => store.rulesOf(projectName))
  const repositories = createCache(async (path: string): Promise<KnownRepository> => {
    const stored = await store.repository(path)
    return { createdAtMs: stored?.createdAtMs ?? null, lastSequence: stored?.lastSequence ?? 0 }
  })
  const tagCache = createTagCache(store.registry)
  store.onRulesChanged(rules.clear)

  async function rulesFor(projectName: string): Promise<EventContext['rules'] | null> {
    const known = await rules.get(projectName)
    if (hasProject(known)) return known
    if (!createProjects) return null
    const project = await store.projects.ensure(projectName)
    return { ...(await rules.get(projectName)), project }
  }

  async function repositoryOf(event: RegistryEvent): Promise<EventContext['repository']> {
    if (event.repository === '') return null
    const [known, tags] = await Promise.all([repositories.get(event.repository), tagCache.of(event)])
    return { known, tags }
  }

  return {
    async of(event) {
      const found = await rulesFor(event.project)
      return found === null ? null : { rules: found, repository: await repositoryOf(event) }
    },
    rulesOf: rules.get,
    refresh() {
      rules.clear()
      repositories.clear()
      tagCache.clear()
    },
  }
}

/** Gives an event its place. To be called for events in their order, with nothing in between that others could use. */
export function takePosition({ repository }: EventContext, { occurredAtMs }: RegistryEvent): Place {
  if (repository === null) return { repositoryCreatedAtMs: occurredAtMs, sequence: 0 }
  const { known } = repository
  known.createdAtMs ??= occurredAtMs
  return { repositoryCreatedAtMs: known.createdAtMs, sequence: ++known.lastSequence }
}

function hasProject(rules: Rules): rules is EventContext['rules'] {
  return rules.project !== null
}
