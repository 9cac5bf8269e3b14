import type { ListQuery, Page, Paged } from './list-query.ts'
import type { User } from './people/user.ts'
import type { Guard } from './revision.ts'

/** The owner of policies: the first part of a repository's path. */
export interface Project {
  readonly id: number
  readonly name: string
  readonly isPublic: boolean
  /** 0 when an event made it. */
  readonly ownerId: number
  /** Harbor's settings of a project, kept for its clients; all are strings. `public` is not among them. */
  readonly metadata: Readonly<Record<string, string>>
  /** Kept for Harbor's clients. */
  readonly cveAllowlist: CveAllowlist
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** The vulnerabilities that a registry lets pass in a project. */
export interface CveAllowlist {
  readonly cveIds: readonly string[]
  readonly expiresAtSeconds: number | null
}

export const EMPTY_ALLOWLIST: CveAllowlist = { cveIds: [], expiresAtSeconds: null }

export type ProjectDraft = Pick<Project, 'name' | 'isPublic' | 'ownerId' | 'metadata'> &
  Partial<Pick<Project, 'cveAllowlist'>>

/** Stands for all projects: the owner of global policies. There is no row of it. */
export const GLOBAL_PROJECT_ID = 0

/** The project of events that concern the whole system. Only global policies get them. */
export const GLOBAL_PROJECT: Project = {
  id: GLOBAL_PROJECT_ID,
  name: '',
  isPublic: false,
  ownerId: 0,
  metadata: {},
  cveAllowlist: EMPTY_ALLOWLIST,
  createdAtMs: 0,
  updatedAtMs: 0,
}

/** Repositories whose path has one part only belong to this project, as on Docker Hub. */
const DEFAULT_PROJECT = 'library'

/** The name of the project that a repository belongs to. */
export function projectNameOf(repository: string): string {
  const slash = repository.indexOf('/')
  return slash === -1 ? DEFAULT_PROJECT : repository.slice(0, slash)
}

/** A repository's name inside its project: what follows the first `/`, which may hold slashes itself. */
export function nameInProject(repository: string): string {
  return repository.slice(repository.indexOf('/') + 1)
}

export const PROJECT_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** Harbor's rule for project names: 1 to 255 lower-case letters and digits, joined by single `.`, `_` or `-`. */
export function isProjectName(name: string): boolean {
  return name.length <= 255 && PROJECT_NAME.test(name)
}

export interface Projects {
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (draft: ProjectDraft) => Promise<Project>
  /** Creates the project unless there is one of that name. */
  ensure: (name: string) => Promise<Project>
  byId: (id: number) => Promise<Project | null>
  byName: (name: string) => Promise<Project | null>
  /** By name unless asked otherwise. Fields: those of Harbor's projects. */
  list: (filter: ProjectFilter, page: Page, query?: ListQuery) => Promise<Paged<Project>>
  /** @throws BellbuoyError `NOT_FOUND` */
  update: (
    id: number,
    changes: Partial<Pick<Project, 'isPublic' | 'metadata' | 'cveAllowlist'>>,
    guard?: Guard,
  ) => Promise<void>
  /**
   * Removes a project with its members, robots and policies, and stops what waits for their targets.
   *
   * @throws BellbuoyError `NOT_FOUND`
   */
  remove: (id: number, guard?: Guard) => Promise<void>
  repositoryCounts: (ids: readonly number[]) => Promise<ReadonlyMap<number, number>>
  /** How many projects a filter finds, and how many repositories they have. */
  count: (filter: ProjectFilter) => Promise<{ readonly projects: number; readonly repositories: number }>
  /** Repositories of the projects that a filter finds, by a part of their paths, in the order of those. */
  repositories: (
    filter: ProjectFilter,
    part: string,
    limit: number,
  ) => Promise<readonly { readonly path: string; readonly project: Project }[]>
}

export interface ProjectFilter {
  /** Part of the name. */
  readonly name?: string
  readonly isPublic?: boolean
  readonly ownerId?: number
  /** Only what a caller may see. Of a user: the projects of theirs or of their groups, and public ones. With names: only projects that have one of them. */
  readonly visibleTo?: { readonly user?: User; readonly names?: readonly string[] }
}
