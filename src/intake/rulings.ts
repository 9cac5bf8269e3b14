import type { RegistryEvent } from '../domain/event.ts'
import { createHints } from '../domain/hints.ts'
import { type Project, projectNameOf } from '../domain/project.ts'
import type { Rules } from '../domain/rules.ts'
import type { Store } from '../domain/store.ts'

/** All that decides about one event, and what its payloads tell of its repository. */
export interface Ruling {
  readonly rules: Rules & { readonly project: Project }
  /** When the repository was first seen; the event's own time for its first event. */
  readonly repositoryCreatedAtMs: number
}

export interface Rulings {
  /** Null when the event's project does not exist and none may be made. */
  of: (event: RegistryEvent) => Promise<Ruling | null>
  /** Forgets what was out of date. */
  refresh: () => void
}

type RulesStore = Pick<Store, 'rulesOf' | 'repositoryCreatedAt' | 'onRulesChanged' | 'projects'>

/** Looks rulings up, by hints: a decision made by rules that have changed since is refused by the store, and made anew. */
export function createRulings(
  store: RulesStore,
  { createProjects }: { readonly createProjects: boolean },
): Rulings {
  const rules = createHints((projectName: string) => store.rulesOf(projectName))
  const repositories = createHints((repository: string) => store.repositoryCreatedAt(repository))
  store.onRulesChanged(rules.clear)

  async function rulesFor(projectName: string): Promise<Ruling['rules'] | null> {
    const known = await rules.get(projectName)
    if (hasProject(known)) return known
    if (!createProjects) return null
    const project = await store.projects.ensure(projectName)
    return { ...(await rules.get(projectName)), project }
  }

  async function createdAt({ repository, occurredAtMs }: RegistryEvent): Promise<number> {
    const known = await repositories.get(repository)
    if (known === null) repositories.forget(repository)
    return known ?? occurredAtMs
  }

  return {
    async of(event) {
      const found = await rulesFor(projectNameOf(event.repository))
      return found === null ? null : { rules: found, repositoryCreatedAtMs: await createdAt(event) }
    },
    refresh: rules.clear,
  }
}

function hasProject(rules: Rules): rules is Ruling['rules'] {
  return rules.project !== null
}
