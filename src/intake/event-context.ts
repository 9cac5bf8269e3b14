import { createCache } from '../domain/cache.ts'
import type { Clock } from '../domain/clock.ts'
import { asHarborReports } from '../domain/event/as-harbor-reports.ts'
import type { RegistryEvent } from '../domain/event/event.ts'
import { type RulesInForce, rulesInForce } from '../domain/policy/harbor-way.ts'
import type { Project } from '../domain/project.ts'
import type { Store } from '../domain/store.ts'
import { type KnownRepository, type RepositoryCache, createRepositoryCache } from './repository-cache.ts'
import type { Tags } from './tags/tags.ts'

/** Everything that one event is decided by: the rules of its project, and its repository. */
export interface EventContext {
  readonly rules: RulesInForce & { readonly project: Project }
  /** Null for an event of a project as a whole. */
  readonly repository: { readonly known: KnownRepository; readonly tags: Tags } | null
}

/** The position of an event in its repository. */
export interface Position {
  /** When the repository was first seen; for its first event, the time of that event. */
  readonly repositoryCreatedAtMs: number
  /** The number of the event in its repository, from 1; 0 for an event without a repository. */
  readonly sequence: number
}

export interface EventContexts {
  /** Null when the event's project does not exist and must not be created. */
  of: (event: RegistryEvent) => Promise<EventContext | null>
  /** The rules in force for a project, with a null project when it no longer exists. */
  rulesOf: (projectName: string) => Promise<RulesInForce>
  /**
   * Whether a policy of Harbor's way subscribes to events like this one, which is part of another. A disabled one counts: its verdicts
   * are on record too, and it can have the events replayed.
   */
  isForHarborWay: (event: RegistryEvent) => Promise<boolean>
  /** Forgets the rules of all projects, so that they are read anew. */
  forgetRules: () => void
  /** Forgets the repositories of events that were decided and not stored; they are read anew. */
  forgetRepositories: RepositoryCache['forget']
  /** Notes that the positions of events are stored. */
  noteStored: RepositoryCache['noteStored']
  /** Notes that a decision was refused, since another process had taken its position. */
  noteOvertaken: RepositoryCache['noteOvertaken']
}

export interface EventContextOptions {
  /** Whether an event of an unknown project creates it. */
  readonly createProjects: boolean
  /** Whether policies that do not name a way have Harbor's. */
  readonly harborWay: boolean
  readonly clock: Pick<Clock, 'monotonic'>
}

export type RulesStore = Pick<Store, 'rulesOf' | 'repository' | 'onRulesChanged' | 'projects' | 'registry'>

/** Looks contexts up in caches. They may be out of date: the store refuses a decision by older rules or positions. */
export function createEventContexts(
  store: RulesStore,
  { createProjects, harborWay, clock }: EventContextOptions,
): EventContexts {
  const rules = createCache(async (projectName: string) =>
    rulesInForce(await store.rulesOf(projectName), harborWay),
  )
  const repositories = createRepositoryCache(store, clock)
  store.onRulesChanged(() => {
    rules.clear()
    repositories.clear()
  })

  async function rulesFor(projectName: string): Promise<EventContext['rules'] | null> {
    const known = await rules.get(projectName)
    if (hasProject(known)) return known
    if (!createProjects) return null
    const project = await store.projects.ensure(projectName)
    return { ...(await rules.get(projectName)), project }
  }

  return {
    async of(event) {
      const known = rules.known(event.project)
      const found = known !== undefined && hasProject(known) ? known : await rulesFor(event.project)
      if (found === null) return null
      return { rules: found, repository: event.repository === '' ? null : await repositories.of(event) }
    },
    rulesOf: rules.get,
    async isForHarborWay(event) {
      const found = await rulesFor(event.project)
      const { type } = asHarborReports(event)
      return found?.policies.some((one) => one.harborWay && one.eventTypes.includes(type)) ?? false
    },
    forgetRules: rules.clear,
    forgetRepositories: repositories.forget,
    noteStored: repositories.noteStored,
    noteOvertaken: repositories.noteOvertaken,
  }
}

/** Takes the next position in the event's repository. Call it in the order of the events, without an await in between. */
export function takePosition({ repository }: EventContext, { occurredAtMs }: RegistryEvent): Position {
  if (repository === null) return { repositoryCreatedAtMs: occurredAtMs, sequence: 0 }
  const { known } = repository
  known.createdAtMs ??= occurredAtMs
  known.underWay++
  return { repositoryCreatedAtMs: known.createdAtMs, sequence: ++known.lastSequence }
}

function hasProject(rules: RulesInForce): rules is EventContext['rules'] {
  return rules.project !== null
}
