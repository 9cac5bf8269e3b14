/** What can need a person. */
export const PROBLEM_KINDS = [
  'target_failing',
  'target_paused',
  'policy_disabled',
  'deliveries_held',
  'source_refused',
  'source_silent',
  'store_unwritable',
  'disk_filling',
  'account_differs',
  'certificate_ending',
] as const
export type ProblemKind = (typeof PROBLEM_KINDS)[number]

/** Why there is a problem, as far as that decides about its cure. */
export const PROBLEM_CAUSES = [
  'dns',
  'connect',
  'tls',
  'timeout',
  'no_http',
  'unauthorized',
  'not_found',
  'too_many_requests',
  'server_error',
  'rejected',
  'blocked_address',
  'invalid_address',
  'template',
  'internal',
  'paused',
  'disabled',
  'auto_disabled',
  'project_held',
  'everything_held',
  'refused',
  'wrong_token',
  'silent',
  'unwritable',
  'volume_full',
  'database_large',
  'account_differs',
  'certificate_ending',
  'certificate_unread',
] as const
export type ProblemCause = (typeof PROBLEM_CAUSES)[number]

/** What a problem is about. The project is that of the policy, 0 for what belongs to the whole system. */
export interface ProblemSubject {
  readonly projectId: number
  readonly policyId: number | null
  readonly targetId: number | null
  readonly sourceId: number | null
}

export const WHOLE_SYSTEM: ProblemSubject = { projectId: 0, policyId: null, targetId: null, sourceId: null }

/** Something that is wrong now, as the one who looked has found it. */
export interface Trouble extends ProblemSubject {
  readonly kind: ProblemKind
  readonly cause: ProblemCause
  /** The last answer, or who did it, in words; empty where there is nothing to say. */
  readonly reason: string
  readonly sinceMs: number
  /** Only deliveries of meta events fail: the problem makes no meta event of its own. */
  readonly isQuiet: boolean
}

/** Why a problem closed: it is over, nothing is sent there any more, or what it was about is gone. */
export const CLOSING_REASONS = ['over', 'disabled', 'removed'] as const
export type ClosingReason = (typeof CLOSING_REASONS)[number]

/** Trouble on record. It closes by itself, and opens again as the same problem when its trouble comes back soon. */
export interface Problem extends Trouble {
  readonly id: number
  readonly openedAtMs: number
  readonly timesOpened: number
  readonly closedAtMs: number | null
  readonly closedBecause: ClosingReason | null
  /** Who took it on; null while nobody has. */
  readonly acknowledged: Acknowledgement | null
  /** When somebody first sent what had failed, and who did last; null when nobody has. */
  readonly recovered: { readonly atMs: number; readonly by: string } | null
  readonly isOpeningAnnounced: boolean
}

export interface Acknowledgement {
  readonly atMs: number
  readonly by: string
  readonly note: string
}

/** Trouble that comes back within this time is the same problem, and the end of one is announced when it has lasted for this long. */
export const FLAPPING_MS = 600_000

/** What a person stopped on purpose needs nobody at once; everything else does. */
export function isOnPurpose({ kind, cause }: Pick<Trouble, 'kind' | 'cause'>): boolean {
  if (cause === 'auto_disabled') return false
  return kind === 'target_paused' || kind === 'policy_disabled' || kind === 'deliveries_held'
}

/** The number of what a problem is about; with the kind it names the problem among those that are open. */
export function subjectIdOf({ kind, ...subject }: ProblemSubject & Pick<Trouble, 'kind'>): number {
  return SUBJECT_IDS[kind](subject)
}

const target = ({ targetId }: ProblemSubject): number => targetId ?? 0
const source = ({ sourceId }: ProblemSubject): number => sourceId ?? 0

const SUBJECT_IDS: Readonly<Record<ProblemKind, (subject: ProblemSubject) => number>> = {
  target_failing: target,
  target_paused: target,
  policy_disabled: ({ policyId }) => policyId ?? 0,
  deliveries_held: ({ projectId }) => projectId,
  source_refused: source,
  source_silent: source,
  store_unwritable: () => 0,
  disk_filling: () => 0,
  account_differs: () => 0,
  certificate_ending: () => 0,
}
