import type { ProblemResponse } from '../../contract/problems/problem.ts'
import { plainLine } from '../plain-text.ts'
import { coloured } from '../remote/colour.ts'
import type { Fact } from '../remote/output.ts'
import { spanText } from '../remote/spans.ts'
import { whole } from '../remote/times.ts'
import { wrapped } from '../remote/wrap.ts'
import type { ServerStatus } from './server-status.ts'

/** Problems that one screen has room for. */
const SHOWN = 8
const MAX_REASON = 240

export function summaryFacts(found: ServerStatus, url: string): readonly Fact[] {
  const { version, project = '', needing, waiting, last_24_hours: day, holds, webhooks } = found
  const oldest = waiting.oldest_at === undefined ? '' : `, the oldest since ${whole(waiting.oldest_at)}`
  const states = Object.entries(webhooks).filter(([, count]) => count > 0)
  return [
    ['server', `${url}, Bellbuoy ${version}`],
    ['project', project],
    ['needs you', needing === 0 ? 'nothing' : counted(needing, 'problem'), needing === 0 ? 'good' : 'bad'],
    ['waiting', waiting.count === 0 ? 'nothing' : counted(waiting.count, 'delivery') + oldest],
    ['24 hours', dayText(day)],
    ['webhooks', states.map(([state, count]) => `${count} ${state.replace('_', ' ')}`).join(', ') || 'none'],
    ...holds.map(({ scope, since, by }): Fact => [
      'held',
      `${scope === 'everything' ? 'all deliveries' : 'this project'}, since ${whole(since)}, by ${by}`,
      'bad',
    ]),
  ]
}

function counted(count: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
}

function dayText(day: ServerStatus['last_24_hours']): string {
  const { delivered, failed, expired, stopped } = day
  const others = Object.entries({ failed, expired, stopped }).filter(([, count]) => count > 0)
  const parts = [['delivered', delivered] as const, ...others]
  return parts.map(([state, count]) => `${count.toLocaleString('en')} ${state}`).join(', ')
}

/** Each problem with its cause and its cure, worst first, as far as one screen has room. */
export function problemsText({ problems, at }: ServerStatus): string {
  const shown = problems.slice(0, SHOWN).map((problem) => problemText(problem, at))
  const left = problems.length - shown.length
  if (left > 0) shown.push(coloured(`and ${left} more; --json has them`, 'quiet'))
  return shown.join('\n')
}

function problemText(problem: ProblemResponse, at: string): string {
  const { project_name: project, on_purpose: onPurpose, acknowledged, since, waiting } = problem
  const where = project === undefined ? '' : ` (${project})`
  const lasting = spanText(Date.parse(at) - Date.parse(since))
  const wait = waiting > 0 ? `, ${counted(waiting, 'delivery')} waiting` : ''
  const taken = acknowledged === undefined ? '' : `, acknowledged by ${acknowledged.by}`
  const head = wrapped(`${problem.finding}${where}, for ${lasting}${wait}${taken}`)
  const tone = onPurpose || acknowledged !== undefined ? 'quiet' : 'bad'
  const reason = problem.reason ?? ''
  const lines = [coloured(head, tone)]
  if (reason !== '') lines.push(wrapped(`Cause: ${plainLine(reason, MAX_REASON)}`, '  '))
  return [...lines, wrapped(`Fix: ${problem.cure}`, '  ')].join('\n')
}
