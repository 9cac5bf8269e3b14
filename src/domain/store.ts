import type { Attempt } from './delivery/attempt.ts'
import type { AuditEntry } from './people/audit.ts'
import type { Delivery } from './delivery/delivery.ts'
import type { EventType } from './event/event-type.ts'
import type {
  DeliveryFilter,
  DeliverySummary,
  EventFilter,
  PastEvent,
  StoredEvent,
  Slice,
} from './delivery/history.ts'
import type { ListQuery } from './list-query.ts'
import type { Member } from './people/member.ts'
import type { Payload } from './delivery/payload.ts'
import type { Policy, PolicyDraft } from './policy/policy.ts'
import type { Project, ProjectDraft } from './project.ts'
import type { Queue, Replayed } from './delivery/queue.ts'
import type { RegistryKnowledge } from './registry/registry-knowledge.ts'
import type { Robot, RobotChanges, RobotDraft, RobotWithSecret } from './people/robot.ts'
import type { Role } from './people/role.ts'
import type { Rules } from './policy/rules.ts'
import type { ScanSchedules } from './scanning/scan-schedule.ts'
import type { ScanJobs, Scanners } from './scanning/scanner.ts'
import type { SecretBox } from './secret-box.ts'
import type { Source, SourceDraft, SourceView } from './registry/source.ts'
import type { Statistics, StatisticsQuery } from './delivery/statistics.ts'
import type { StorageQuota } from './storage-quota.ts'
import type { Target, TargetWithSecrets } from './target/target.ts'
import type { TargetRules } from './target/target-rules.ts'
import type { User, UserChanges, UserDraft, UserWithPassword } from './people/user.ts'

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
  create: (draft: ProjectDraft) => Promise<Project>
  /** Creates the project unless there is one of that name. */
  ensure: (name: string) => Promise<Project>
  byId: (id: number) => Promise<Project | null>
  byName: (name: string) => Promise<Project | null>
  /** By id unless asked otherwise. Fields: those of Harbor's projects. */
  list: (filter: ProjectFilter, page: Page, query?: ListQuery) => Promise<Paged<Project>>
  /** @throws BellbuoyError `NOT_FOUND` */
  update: (id: number, changes: Partial<Pick<Project, 'isPublic' | 'metadata'>>) => Promise<void>
  /**
   * Removes a project with its members, robots and policies, and stops what waits for their targets.
   *
   * @throws BellbuoyError `NOT_FOUND`
   */
  remove: (id: number) => Promise<void>
  repositoryCounts: (ids: readonly number[]) => Promise<ReadonlyMap<number, number>>
}

export interface ProjectFilter {
  /** Part of the name. */
  readonly name?: string
  readonly isPublic?: boolean
  readonly ownerId?: number
  /** Only what this caller may see: the projects of a user or their groups, and public ones; or those of the names. */
  readonly visibleTo?: { readonly user: User } | { readonly names: readonly string[] }
}

/** Every change grows the revision of the rules in its own transaction. */
export interface Policies {
  /** @throws BellbuoyError `CONFLICT` when the name is taken in the project */
  create: (projectId: number, draft: PolicyDraft, creator: string) => Promise<number>
  byId: (projectId: number, id: number) => Promise<Policy | null>
  /** Whether there is a policy of that id in whichever project. */
  exists: (id: number) => Promise<boolean>
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

export interface Targets {
  /** Grows the revision of the rules. @throws BellbuoyError `NOT_FOUND`, also for a target of another project */
  setPaused: (projectId: number, id: number, isPaused: boolean) => Promise<void>
  /** Null also for a target of another project. */
  byId: (projectId: number, id: number) => Promise<Target | null>
  /**
   * Gives a target another signing secret; the one before signs beside it for a while. Grows the revision of the rules.
   *
   * @returns until when the one before signs, or null when there was none
   * @throws BellbuoyError `NOT_FOUND`
   */
  setSigningSecret: (id: number, secret: string, rules: TargetRules) => Promise<number | null>
  /** A target with its secrets, or null when it is gone. */
  withSecrets: (id: number) => Promise<TargetWithSecrets | null>
  /** The policy that a target belongs to, or null when either is gone. */
  ownerOf: (id: number) => Promise<Pick<Policy, 'id' | 'projectId' | 'name'> | null>
  /** How much waits for a target. */
  waiting: (id: number) => Promise<number>
}

export interface Deliveries {
  /** Newest first unless asked otherwise. Fields: those of Harbor's executions. */
  list: (policyId: number, page: Page, query?: ListQuery) => Promise<Paged<Delivery>>
  byId: (policyId: number, id: number) => Promise<Delivery | null>
  /** The one task of an execution, if it fulfils the conditions; one is in any order. Fields: those of Harbor's tasks. */
  tasks: (policyId: number, executionId: number, page: Page, query?: ListQuery) => Promise<Paged<Delivery>>
  /** Oldest first. */
  attempts: (deliveryId: number) => Promise<readonly Attempt[]>
}

/** What came in and what became of it, newest first; a cursor is the id of the last row that was looked at. */
export interface History {
  events: (filter: EventFilter, limit: number, before: string | null) => Promise<Slice<StoredEvent, string>>
  event: (projectId: number | null, id: string) => Promise<StoredEvent | null>
  deliveries: (
    filter: DeliveryFilter,
    limit: number,
    before: number | null,
  ) => Promise<Slice<DeliverySummary, number>>
  delivery: (projectId: number | null, id: number) => Promise<DeliverySummary | null>
  /** What a delivery sends. */
  payload: (deliveryId: number) => Promise<Payload | null>
  /** Every delivery of some events. */
  deliveriesOf: (eventIds: readonly string[]) => Promise<readonly DeliverySummary[]>
}

/** Events as they were accepted, with all that a payload tells of them. */
export interface PastEvents {
  /** The newest ones, newest first. `projectId` null: of all projects. */
  newest: (projectId: number | null, limit: number) => Promise<readonly PastEvent[]>
  /** Those that were accepted in a stretch of time, oldest first, from after an event on. */
  between: (range: PastRange, after: string | null, limit: number) => Promise<readonly PastEvent[]>
}

export interface PastRange {
  /** Null: of all projects. */
  readonly projectId: number | null
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
}

/** What people do with deliveries, in one transaction each. */
export interface DeliveryControl {
  /**
   * Stores new deliveries of events that are stored already, due now; those whose target is gone are passed over.
   *
   * @returns the target of each delivery that was made
   */
  replay: (events: readonly Replayed[]) => Promise<readonly number[]>
  /**
   * Sends ended deliveries once more, as new deliveries that are due now. What has not ended, or has lost its policy or
   * target, is passed over.
   */
  redeliver: (ids: readonly number[]) => Promise<readonly Redelivery[]>
  /** Stops what has not ended; answers how many that were. */
  stop: (ids: readonly number[], reason: string) => Promise<number>
}

export interface Redelivery {
  /** The delivery that is sent once more. */
  readonly of: number
  readonly id: number
  readonly targetId: number
}

/** The storage of projects against their limits. */
export interface Quotas {
  /** By project. */
  list: (page: Page) => Promise<Paged<StorageQuota>>
  byProject: (projectId: number) => Promise<StorageQuota | null>
  /** Sets a limit, or takes it away with null. @throws BellbuoyError `NOT_FOUND` */
  setLimit: (projectId: number, limitBytes: number | null) => Promise<void>
  /** From which part of its limit on a project is warned. */
  setWarningPercent: (percent: number) => Promise<void>
}

export interface LastTriggers {
  ofPolicies: (
    policyIds: readonly number[],
  ) => Promise<readonly { readonly policyId: number; readonly eventType: EventType; readonly atMs: number }[]>
}

export interface Settings {
  /** The global switch. */
  notificationsEnabled: () => Promise<boolean>
  setNotificationsEnabled: (enabled: boolean) => Promise<void>
}

export interface Users {
  byName: (name: string) => Promise<UserWithPassword | null>
  byId: (id: number) => Promise<UserWithPassword | null>
  /** @param subject `issuer subject` */
  byOidcSubject: (subject: string) => Promise<UserWithPassword | null>
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (user: UserDraft) => Promise<number>
  /** By name. Fields: those of Harbor's users. */
  list: (page: Page, query?: ListQuery) => Promise<Paged<User>>
  /** @throws BellbuoyError `NOT_FOUND` */
  update: (id: number, changes: UserChanges) => Promise<void>
  /** Removes a user with their memberships and sessions. @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number) => Promise<void>
}

export interface Members {
  /** The roles of a user in a project, their own and those of their groups. */
  rolesOf: (user: User, projectId: number) => Promise<readonly Role[]>
  /** How many members have each role; roles that nobody has are missing. */
  countByRole: (projectId: number) => Promise<ReadonlyMap<Role, number>>
  list: (projectId: number, filter: { readonly name?: string }, page: Page) => Promise<Paged<Member>>
  byId: (projectId: number, id: number) => Promise<Member | null>
  /** @throws BellbuoyError `CONFLICT` when they are a member already */
  create: (
    projectId: number,
    role: Role,
    who: { readonly userId: number } | { readonly groupName: string },
  ) => Promise<number>
  /** @throws BellbuoyError `NOT_FOUND` */
  setRole: (projectId: number, id: number, role: Role) => Promise<void>
  /** @throws BellbuoyError `NOT_FOUND` */
  remove: (projectId: number, id: number) => Promise<void>
}

export interface Robots {
  byName: (name: string) => Promise<RobotWithSecret | null>
  byId: (id: number) => Promise<Robot | null>
  /** Newest first. `level` null: those of every level. */
  list: (filter: RobotFilter, page: Page, query?: ListQuery) => Promise<Paged<Robot>>
  /** @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (draft: RobotDraft) => Promise<Robot>
  /** @throws BellbuoyError `NOT_FOUND` */
  update: (id: number, changes: RobotChanges) => Promise<void>
  /** @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number) => Promise<void>
}

export interface RobotFilter {
  readonly level: 'system' | 'project'
  /** 0 for those of the system. */
  readonly projectId: number
}

/** Who is logged in by a cookie. Only the hash of a session's id is stored. */
export interface Sessions {
  create: (session: Session) => Promise<void>
  byHash: (idHash: string) => Promise<Session | null>
  touch: (idHash: string, seenAtMs: number) => Promise<void>
  remove: (idHash: string) => Promise<void>
  /** Ends every session of a user. */
  removeOf: (userId: number) => Promise<void>
  removeOlder: (limits: { readonly createdBeforeMs: number; readonly seenBeforeMs: number }) => Promise<void>
}

export interface Session {
  readonly idHash: string
  readonly userId: number
  readonly createdAtMs: number
  readonly seenAtMs: number
}

export interface Audit {
  record: (entry: Omit<AuditEntry, 'id'>) => Promise<void>
  /** Newest first. `projectId` null: of all projects and the system. */
  list: (
    filter: { readonly projectId: number | null },
    page: Page,
    query?: ListQuery,
  ) => Promise<Paged<AuditEntry>>
}

/** Every change but that of the last events grows the revision of the rules. */
export interface Sources {
  byName: (name: string) => Promise<Source | null>
  byId: (id: number) => Promise<SourceView | null>
  /** By name. */
  list: () => Promise<readonly SourceView[]>
  /** With their tokens. */
  ofKind: (kind: string) => Promise<readonly Source[]>
  /** Answers its id. @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (source: SourceDraft & { readonly token: string }) => Promise<number>
  /**
   * Gives a source another name and other settings; a secret among them that is left out or empty stays as it is stored.
   *
   * @throws BellbuoyError `NOT_FOUND`, or `CONFLICT` when the name is taken
   */
  update: (id: number, draft: Omit<SourceDraft, 'kind'>) => Promise<void>
  setToken: (name: string, token: string) => Promise<void>
  /** Removes a source; its events stay. @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number) => Promise<void>
  /** When sources last told something, by id. */
  setLastEvents: (lastEventsMs: ReadonlyMap<number, number>) => Promise<void>
}

/** Figures over the newest deliveries of a time; bounded, however many there are. */
export type StatisticsReader = (query: StatisticsQuery) => Promise<Statistics>

/** All that lasts. One implementation a database; `test/store/` is the suite that every one of them passes. */
export interface Store extends AsyncDisposable {
  readonly queue: Queue
  readonly projects: Projects
  readonly policies: Policies
  readonly targets: Targets
  readonly deliveries: Deliveries
  readonly history: History
  readonly statistics: StatisticsReader
  readonly pastEvents: PastEvents
  readonly registry: RegistryKnowledge
  readonly quotas: Quotas
  readonly deliveryControl: DeliveryControl
  readonly lastTriggers: LastTriggers
  readonly settings: Settings
  readonly users: Users
  readonly members: Members
  readonly robots: Robots
  readonly sessions: Sessions
  readonly audit: Audit
  readonly sources: Sources
  readonly scanners: Scanners
  readonly scanJobs: ScanJobs
  readonly scanSchedules: ScanSchedules
  /** What decides about the events of a project. */
  rulesOf: (projectName: string) => Promise<Rules>
  /** What is known of a repository, or null when it is new. */
  repository: (
    path: string,
  ) => Promise<{ readonly createdAtMs: number; readonly lastSequence: number } | null>
  /** Seals every stored secret anew, in one transaction; answers how many. */
  reseal: (box: SecretBox) => Promise<number>
  /** Called after every change that grew the revision of the rules, also by another node once that is noticed. */
  onRulesChanged: (listener: () => void) => void
}
