import type { ReportedProblem } from '../domain/event/event-detail.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import type { EventType } from '../domain/event/event-type.ts'
import type { ProblemKind } from '../domain/problem/problem.ts'
import { cureOf, findingOf } from '../domain/problem/problem-words.ts'
import type { NamedProblem } from '../domain/problem/problems.ts'

export type Announcement = 'opening' | 'closing'

const TYPES: Partial<Readonly<Record<ProblemKind, Readonly<Record<Announcement, EventType>>>>> = {
  target_failing: { opening: 'TARGET_FAILING', closing: 'TARGET_RECOVERED' },
  source_refused: { opening: 'SOURCE_REFUSED', closing: 'SOURCE_RECOVERED' },
  source_silent: { opening: 'SOURCE_SILENT', closing: 'SOURCE_RECOVERED' },
}

/**
 * The meta event of a problem, of its policy's project; of one of the whole system, which is empty, only global policies get it. Its id is
 * that of the problem, so that two nodes that announce the same make one event. Null for a kind that has none.
 */
export function metaEventOf(problem: NamedProblem, what: Announcement): SourceEvent | null {
  const type = TYPES[problem.kind]?.[what]
  if (type === undefined) return null
  const atMs = what === 'opening' ? problem.openedAtMs : (problem.closedAtMs ?? problem.openedAtMs)
  return {
    sourceEventId: `problem ${problem.id} ${what}`,
    reportedAtMs: atMs,
    type,
    occurredAtMs: atMs,
    project: problem.projectName ?? '',
    repository: '',
    operator: 'bellbuoy',
    actorKind: 'system',
    artifacts: [],
    role: 'root',
    registryHost: '',
    detail: { problem: reportedProblem(problem, what) },
  }
}

function reportedProblem(problem: NamedProblem, what: Announcement): ReportedProblem {
  const { id, kind, cause, reason, sinceMs, policyId, targetId, sourceId } = problem
  const isClosing = what === 'closing'
  return {
    id,
    kind,
    cause,
    finding: findingOf(problem, problem),
    reason,
    cure: cureOf(problem),
    sinceMs,
    ...(policyId !== null && { policy: { id: policyId, name: problem.policyName ?? '' } }),
    ...(targetId !== null && { target: { id: targetId, host: hostOf(problem.targetAddress) } }),
    ...(sourceId !== null && { source: { name: problem.sourceName ?? '' } }),
    ...(isClosing && {
      closed: { atMs: problem.closedAtMs ?? sinceMs, because: problem.closedBecause ?? 'over' },
    }),
  }
}

/** Without path and query: those of chats are secrets. */
function hostOf(address: string | null): string {
  if (address === null) return ''
  const url = URL.parse(address.includes('://') ? address : `http://${address}`)
  return url?.host ?? ''
}
