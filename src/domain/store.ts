import type { Attempt } from './attempt.ts'
import type { Delivery } from './delivery.ts'
import type { ListQuery } from './list-query.ts'
import type { Policy, PolicyDraft } from './policy.ts'
import type { Project } from './project.ts'
import type { Queue } from './queue.ts'
import type { Rules } from './rules.ts'
import type { Source } from './source.ts'
import type { TargetWithSecrets } from './target.ts'
import type { UserWithPassword } from './user.ts'

/** One page of a list; `limit` 0 means all. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

export interface Paged<Item> {
  readonly items: readonly Item[]
  readonly total: number
}

export interface Projects {
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (project: { name: string; isPublic: boolean }) => Promise<Project>
  /** Creates the project unless there is one of that name. */
  ensure: (name: string) => Promise<Project>
  byId: (id: number) => Promise<Project | null>
  byName: (name: string) => Promise<Project | null>
  list: (filter: { name: string | null }, page: Page) => Promise<Paged<Project>>
}

/** Every change grows the revision of the rules in its own transaction. */
export interface Policies {
  /** @throws BellbuoyError `CONFLICT` when the name is taken in the project */
  create: (projectId: number, draft: PolicyDraft, creator: string) => Promise<number>
  byId: (projectId: number, id: number) => Promise<Policy | null>
  /** Newest first unless asked otherwise. Fields: those of Harbor's policies (`http/list-query.ts`). */
  list: (projectId: number, page: Page, query?: ListQuery) => Promise<Paged<Policy>>
  /**
   * Replaces a policy. Targets keep their id, secrets and waiting deliveries where `pairTargets` finds them again; the
   * waiting deliveries of targets that are gone, or of a policy that is now disabled, are stopped in the same transaction.
   *
   * @throws BellbuoyError `NOT_FOUND`, `CONFLICT`, or `BAD_REQUEST` when a stored secret would move to another host
   */
  update: (projectId: number, id: number, draft: PolicyDraft) => Promise<void>
  /** Removes a policy and stops its waiting deliveries in the same transaction. @throws BellbuoyError `NOT_FOUND` */
  remove: (projectId: number, id: number) => Promise<void>
}

export interface Deliveries {
  /** Newest first unless asked otherwise. Fields: those of Harbor's executions. */
  list: (policyId: number, page: Page, query?: ListQuery) => Promise<Paged<Delivery>>
  byId: (policyId: number, id: number) => Promise<Delivery | null>
  /** Oldest first. */
  attempts: (deliveryId: number) => Promise<readonly Attempt[]>
}

export interface Settings {
  /** The global switch. */
  notificationsEnabled: () => Promise<boolean>
  setNotificationsEnabled: (enabled: boolean) => Promise<void>
}

export interface Users {
  byName: (name: string) => Promise<UserWithPassword | null>
  create: (user: { name: string; isSystemAdmin: boolean; passwordHash: string }) => Promise<void>
}

export interface Sources {
  byName: (name: string) => Promise<Source | null>
  create: (source: Omit<Source, 'id'>) => Promise<void>
  setToken: (name: string, token: string) => Promise<void>
}

/** All that lasts. One implementation a database; `test/store/` is the suite that every one of them passes. */
export interface Store extends AsyncDisposable {
  readonly queue: Queue
  readonly projects: Projects
  readonly policies: Policies
  readonly deliveries: Deliveries
  readonly settings: Settings
  readonly users: Users
  readonly sources: Sources
  /** What decides about the events of a project. */
  rulesOf: (projectName: string) => Promise<Rules>
  /** When a repository was first seen, or null when it is new. */
  repositoryCreatedAt: (repository: string) => Promise<number | null>
  /** A target with its secrets, or null when it is gone. */
  targetForSending: (targetId: number) => Promise<TargetWithSecrets | null>
  /** Called after every change that grew the revision of the rules, also by another node once that is noticed. */
  onRulesChanged: (listener: () => void) => void
}
