import type { RegistryEvent } from '../domain/event.ts'
import { createHints } from '../domain/hints.ts'
import type { Project } from '../domain/project.ts'
import type { Rules } from '../domain/rules.ts'
import type { Store } from '../domain/store.ts'

/** All that decides about one event, and what its payloads tell of its repository. */
export interface Ruling {
  readonly rules: Rules & { readonly project: Project }
  /** When the repository was first seen; the event's own time for its first event. */
  readonly repositoryCreatedAtMs: number
  /** The event's place among those of its repository. */
  readonly sequence: number
}

export interface Rulings {
  /** Null when the event's project does not exist and none may be made. */
  of: (event: RegistryEvent) => Promise<Ruling | null>
  /** Forgets what was out of date. */
  refresh: () => void
}

type RulesStore = Pick<Store, 'rulesOf' | 'repository' | 'onRulesChanged' | 'projects'>

/** What is known of a repository; the last number grows as events are given theirs. */
interface KnownRepository {
  /** Null as long as nothing of it is stored. */
  createdAtMs: number | null
  lastSequence: number
}

/** Looks rulings up, by hints: a decision made by rules that have changed since is refused by the store, and made anew. */
export function createRulings(
  store: RulesStore,
  { createProjects }: { readonly createProjects: boolean },
): Rulings {
  const rules = createHints((projectName: string) => store.rulesOf(projectName))
  const repositories = createHints(async (path: string): Promise<KnownRepository> => {
    const stored = await store.repository(path)
    return { createdAtMs: stored?.createdAtMs ?? null, lastSequence: stored?.lastSequence ?? 0 }
  })
  store.onRulesChanged(rules.clear)

  async function rulesFor(projectName: string): Promise<Ruling['rules'] | null> {
    const known = await rules.get(projectName)
    if (hasProject(known)) return known
    if (!createProjects) return null
    const project = await store.projects.ensure(projectName)
    return { ...(await rules.get(projectName)), project }
  }

  async function placeOf({
    repository,
    occurredAtMs,
  }: RegistryEvent): Promise<Pick<Ruling, 'repositoryCreatedAtMs' | 'sequence'>> {
    if (repository === '') return { repositoryCreatedAtMs: occurredAtMs, sequence: 0 }
    const known = await repositories.get(repository)
    known.createdAtMs ??= occurredAtMs
    return { repositoryCreatedAtMs: known.createdAtMs, sequence: ++known.lastSequence }
  }

  return {
    async of(event) {
      const found = await rulesFor(event.project)
      return found === null ? null : { rules: found, ...(await placeOf(event)) }
    },
    refresh() {
      rules.clear()
      repositories.clear()
    },
  }
}

function hasProject(rules: Rules): rules is Ruling['rules'] {
  return rules.project !== null
}
