import type { ProblemResponse } from '../../../contract/problems/problem.ts'
import { type Trouble, isOnPurpose } from '../../../domain/problem/problem.ts'
import { cureOf, findingOf } from '../../../domain/problem/problem-words.ts'
import type { NamedProblem, Problems } from '../../../domain/problem/problems.ts'
import { timeInMs } from '../../times.ts'

export interface ProblemWriterParts {
  readonly problems: Pick<Problems, 'waiting' | 'redelivered' | 'recoverable'>
  readonly maxAgeMs: number
  readonly now: () => number
}

/** Writes a problem with what waits and what became of its recovery. */
export async function problemResponse(
  problem: NamedProblem,
  parts: ProblemWriterParts,
): Promise<ProblemResponse> {
  const { id, projectName, policyName, targetAddress, sourceName, closedAtMs, closedBecause } = problem
  const { acknowledged, timesOpened, openedAtMs } = problem
  return {
    id,
    ...troubleBody(problem, problem),
    opened_at: timeInMs(openedAtMs),
    times_opened: timesOpened,
    ...(closedAtMs !== null && { closed_at: timeInMs(closedAtMs) }),
    ...(closedBecause !== null && { closed_because: closedBecause }),
    ...(projectName !== null && { project_name: projectName }),
    ...(policyName !== null && { policy_name: policyName }),
    ...(targetAddress !== null && { target_address: targetAddress }),
    ...(sourceName !== null && { source_name: sourceName }),
    ...(await waitingBody(problem, parts)),
    ...(problem.kind === 'target_failing' && { recoverable: await parts.problems.recoverable(problem) }),
    ...(acknowledged !== null && { acknowledged: acknowledgedBody(acknowledged) }),
    ...(problem.recovered !== null && { recovery: await recoveryBody(problem, problem.recovered, parts) }),
  }
}

/** Trouble that stands on no record yet. */
export function unstoredResponse(trouble: Trouble): ProblemResponse {
  const names = { projectName: null, policyName: null, sourceName: null }
  const since = timeInMs(trouble.sinceMs)
  return { ...troubleBody(trouble, names), opened_at: since, times_opened: 1, waiting: 0 }
}

function troubleBody(trouble: Trouble, names: Parameters<typeof findingOf>[1]) {
  const { kind, cause, reason, sinceMs, projectId, policyId, targetId, sourceId } = trouble
  return {
    kind,
    cause,
    on_purpose: isOnPurpose(trouble),
    finding: findingOf(trouble, names),
    ...(reason !== '' && { reason }),
    cure: cureOf(trouble),
    since: timeInMs(sinceMs),
    project_id: projectId,
    ...(policyId !== null && { policy_id: policyId }),
    ...(targetId !== null && { target_id: targetId }),
    ...(sourceId !== null && { source_id: sourceId }),
  }
}

/** Nothing waits for a problem that is over. */
async function waitingBody(problem: NamedProblem, { problems, maxAgeMs, now }: ProblemWriterParts) {
  if (problem.closedAtMs !== null) return { waiting: 0 }
  const { count, unreachableSinceMs, oldestAgeMs } = await problems.waiting(problem)
  return {
    waiting: count,
    ...(unreachableSinceMs !== null && { unreachable_since: timeInMs(unreachableSinceMs) }),
    ...(oldestAgeMs !== null && { expires_from: timeInMs(now() + maxAgeMs - oldestAgeMs) }),
  }
}

function acknowledgedBody({ atMs, by, note }: NonNullable<NamedProblem['acknowledged']>) {
  return { at: timeInMs(atMs), by, ...(note !== '' && { note }) }
}

async function recoveryBody(
  problem: NamedProblem,
  { atMs, by }: NonNullable<NamedProblem['recovered']>,
  { problems }: ProblemWriterParts,
) {
  const counts = await problems.redelivered(problem)
  const sum = (...states: Parameters<typeof counts.get>[0][]): number =>
    states.reduce((total, state) => total + (counts.get(state) ?? 0), 0)
  const [delivered, failed] = [sum('success'), sum('error', 'expired', 'stopped')]
  const waiting = sum('pending', 'running')
  return { at: timeInMs(atMs), by, sent: delivered + failed + waiting, delivered, failed, waiting }
}
