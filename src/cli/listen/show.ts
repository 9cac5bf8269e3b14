import { type Attempt, openHistory } from '../../listen/store/history.ts'
import { RUN_STATES, type Run, type RunState } from '../../listen/runs/run.ts'
import { endWithFault } from '../end-with-fault.ts'
import { dataFile, runNumber } from './data-file.ts'
import { plainLine, plainText } from '../plain-text.ts'

export interface ListOptions {
  readonly state?: string
  readonly rule?: string
  readonly limit: string
  readonly json?: boolean
}

/** Prints runs, the newest first. */
export function list(folder: string, { state, rule, limit, json = false }: ListOptions): void {
  try {
    if (state !== undefined && !isState(state))
      throw new Error(`--state must be one of ${RUN_STATES.join(', ')}`)
    if (!/^[1-9]\d{0,5}$/.test(limit)) throw new Error('--limit must be a number from 1 to 999999')
    using history = openHistory(dataFile(folder))
    const runs = history.list({ state: state ?? null, rule: rule ?? null, limit: Number(limit) })
    if (json) for (const run of runs) console.log(JSON.stringify(run))
    else console.log(runs.length === 0 ? 'no runs found' : table(runs))
  } catch (error) {
    endWithFault('bellbuoy cannot list runs', error)
  }
}

function isState(text: string): text is RunState {
  return (RUN_STATES as readonly string[]).includes(text)
}

const COLUMNS = ['RUN', 'ACCEPTED', 'RULE', 'STATE', 'ATTEMPTS', 'EVENT', 'WHAT', 'REASON']

function table(runs: readonly Run[]): string {
  const rows = [COLUMNS, ...runs.map(rowOf)]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowOf({ id, acceptedAtMs, rule, state, attempts, facts, reason }: Run): string[] {
  return [
    String(id),
    timeOf(acceptedAtMs),
    plainLine(rule, 24),
    state,
    String(attempts),
    facts.eventType ?? '',
    plainLine(subjectOf(facts), 48),
    plainLine(reason, 60),
  ]
}

function subjectOf({ repository, tag, digest, project }: Run['facts']): string {
  if (repository === '') return project
  if (tag !== '') return `${repository}:${tag}`
  return digest === '' ? repository : `${repository}@${digest}`
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19) + 'Z'
}

/** Prints a run with its attempts and their output. The exit code is 1 when there is none. */
export function log(folder: string, text: string, { json = false }: { json?: boolean }): void {
  try {
    const id = runNumber(text)
    using history = openHistory(dataFile(folder))
    const run = history.find(id)
    if (run === null) throw new Error(`there is no run ${id}`)
    const attempts = history.attempts(id)
    console.log(json ? JSON.stringify({ ...run, attempts }, null, 2) : logText(run, attempts))
  } catch (error) {
    endWithFault('bellbuoy cannot show the run', error)
  }
}

function logText(run: Run, attempts: readonly Attempt[]): string {
  const { id, rule, state, reason, facts, webhookId, acceptedAtMs, dueAtMs } = run
  const due = state === 'pending' && dueAtMs !== null ? `, due at ${timeOf(dueAtMs)}` : ''
  const head = [
    `run ${id} of the rule ${plainLine(rule, 100)}: ${state}${reason === '' ? '' : ` (${plainLine(reason, 200)})`}${due}`,
    `accepted ${timeOf(acceptedAtMs)}, webhook ${plainLine(webhookId, 100)}`,
    `${facts.eventType ?? 'unknown event'} ${plainLine(subjectOf(facts), 200)}`.trimEnd(),
  ]
  return [...head, ...attempts.map(attemptText)].join('\n')
}

function attemptText(attempt: Attempt): string {
  const { number, startedAtMs, durationMs, isSuccess, isInterrupted, reason, output } = attempt
  const how = isSuccess ? 'succeeded' : isInterrupted ? 'was interrupted' : 'failed'
  const why = reason === '' ? '' : `: ${plainLine(reason, 200)}`
  const head = `\nattempt ${number}, ${timeOf(startedAtMs)}, ${how} after ${durationMs} ms${why}`
  return output === '' ? head : `${head}\n${plainText(output).trimEnd()}`
}
