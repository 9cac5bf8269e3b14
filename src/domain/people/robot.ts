import type { ListQuery, Page, Paged } from '../list-query.ts'
import type { Grant } from './permission.ts'
import type { Guard } from '../revision.ts'

/** Stands before the name of every robot when it logs in, as in Harbor. */
export const ROBOT_PREFIX = 'robot$'

/** An account for a program: it has permissions of its own and no roles. */
export interface Robot {
  readonly id: number
  /** Without the prefix; `project+name` for one of a project. */
  readonly name: string
  readonly level: 'system' | 'project'
  /** 0 for one of the system. */
  readonly projectId: number
  readonly description: string
  readonly grants: readonly Grant[]
  readonly creator: string
  /** The id of the user or robot that created it; 0 when that is not known. */
  readonly creatorId: number
  readonly disabled: boolean
  /** -1: never expires. */
  readonly durationDays: number
  readonly expiresAtMs: number | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** A robot with the SHA-256 (hex) of its secret: that has 256 random bits, so a slow hash would add nothing. */
export interface RobotWithSecret extends Robot {
  readonly secretHash: string
}

export type RobotDraft = Omit<RobotWithSecret, 'id' | 'createdAtMs' | 'updatedAtMs'>
export type RobotChanges = Partial<
  Pick<RobotWithSecret, 'description' | 'grants' | 'disabled' | 'durationDays' | 'expiresAtMs' | 'secretHash'>
>

export interface Robots {
  byName: (name: string) => Promise<RobotWithSecret | null>
  byId: (id: number) => Promise<Robot | null>
  /** By name unless asked otherwise. */
  list: (filter: RobotFilter, page: Page, query?: ListQuery) => Promise<Paged<Robot>>
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (draft: RobotDraft) => Promise<Robot>
  /** @throws BellbuoyError `NOT_FOUND` */
  update: (id: number, changes: RobotChanges, guard?: Guard) => Promise<void>
  /** @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number, guard?: Guard) => Promise<void>
}

export interface RobotFilter {
  readonly level: 'system' | 'project'
  /** 0 for those of the system. */
  readonly projectId: number
}
