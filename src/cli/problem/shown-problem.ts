import type { ProblemResponse } from '../../contract/problems/problem.ts'
import { counted } from '../remote/counted.ts'
import type { Tone } from '../remote/colour.ts'
import { type Shown, facts } from '../remote/output.ts'
import { ago, whole } from '../remote/times.ts'
import { wrapped } from '../remote/wrap.ts'

/** Whether a problem waits for somebody. */
function stateOf({ closed_at, acknowledged, on_purpose }: ProblemResponse): string {
  if (closed_at !== undefined) return 'closed'
  if (acknowledged !== undefined) return 'acknowledged'
  return on_purpose ? 'on purpose' : 'open'
}

function toneOf(problem: ProblemResponse): Tone {
  return stateOf(problem) === 'open' ? 'bad' : 'quiet'
}

/** What a problem is about: a policy of a project, a source, or the system. */
function subjectOf({ project_name, policy_name, source_name }: ProblemResponse): string {
  const names = [project_name, policy_name ?? source_name].filter((name) => name !== undefined && name !== '')
  return names.length === 0 ? 'system' : names.join('/')
}

export const problemKey = ({ id }: ProblemResponse): string => (id === undefined ? '-' : String(id))

export const SHOWN_PROBLEM: Shown<ProblemResponse> = {
  columns: [
    { title: 'PROBLEM', of: problemKey, isWhole: true },
    { title: 'STATE', of: stateOf, tone: toneOf, isWhole: true },
    { title: 'SINCE', of: ({ since }) => ago(since), isWhole: true },
    { title: 'ABOUT', of: subjectOf },
    { title: 'FINDING', of: ({ finding }) => finding, max: 120, least: 40 },
  ],
  key: problemKey,
  none: 'No problems found.',
}

function recovering({ id = 0, project_name = '' }: ProblemResponse): string {
  return `bellbuoy recover ${String(id)}${project_name === '' ? '' : ` --project ${project_name}`}`
}

/** A problem as a person reads it: what is wrong and what helps, then the details. */
export function problemText(problem: ProblemResponse): string {
  const { finding, cure, reason, acknowledged, recovery, waiting, recoverable = 0 } = problem
  const taken =
    acknowledged === undefined
      ? ''
      : `by ${acknowledged.by}, ${whole(acknowledged.at)}${acknowledged.note === undefined ? '' : `: ${acknowledged.note}`}`
  const details = facts([
    ['state', stateOf(problem), toneOf(problem)],
    ['problem', problemKey(problem)],
    ['kind', problem.kind],
    ['about', subjectOf(problem)],
    ['target', problem.target_address ?? ''],
    ['last response', reason ?? ''],
    ['since', whole(problem.since)],
    ['closed', whole(problem.closed_at)],
    ['waiting', waiting === 0 ? '' : counted(waiting, 'delivery', 'deliveries')],
    [
      'failed',
      recoverable === 0
        ? ''
        : `${counted(recoverable, 'delivery', 'deliveries')}; send again with: ${recovering(problem)}`,
    ],
    [
      'sent again',
      recovery === undefined
        ? ''
        : `${String(recovery.sent)} (${String(recovery.delivered)} delivered, ${String(recovery.failed)} failed)`,
    ],
    ['acknowledged', taken],
  ])
  return `${wrapped(finding)}\n${wrapped(cure)}\n\n${details}`
}
