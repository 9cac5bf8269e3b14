import type { RunCounts } from '../runs/run-counts.ts'
import type { StoreOperations } from '../store/operations.ts'

/** The figures of this process and what waits in its store (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export function metricsText(counts: RunCounts, waiting: StoreOperations['waiting']['result']): string {
  const rules = [...counts.rules]
  return [
    ...family('bellbuoy_listen_answers_total', 'counter', 'Answers to webhooks, by status.'),
    ...[...counts.answers].map(
      ([status, count]) => `bellbuoy_listen_answers_total{status="${status}"} ${count}`,
    ),
    ...family('bellbuoy_listen_runs_accepted_total', 'counter', 'Runs that webhooks asked for.'),
    ...rules.map(([rule, { accepted }]) => `bellbuoy_listen_runs_accepted_total{${label(rule)}} ${accepted}`),
    ...family('bellbuoy_listen_attempts_total', 'counter', 'Attempts that ended, by result.'),
    ...rules.flatMap(([rule, { succeeded, failed }]) => [
      `bellbuoy_listen_attempts_total{${label(rule)},result="success"} ${succeeded}`,
      `bellbuoy_listen_attempts_total{${label(rule)},result="failure"} ${failed}`,
    ]),
    ...family('bellbuoy_listen_attempt_seconds_total', 'counter', 'Time that attempts took, all together.'),
    ...rules.map(
      ([rule, { durationMs }]) =>
        `bellbuoy_listen_attempt_seconds_total{${label(rule)}} ${durationMs / 1000}`,
    ),
    ...family('bellbuoy_listen_runs', 'gauge', 'Runs that have not ended, by state.'),
    ...waiting.map(
      ({ rule, state, count }) => `bellbuoy_listen_runs{${label(rule)},state="${state}"} ${count}`,
    ),
    '',
  ].join('\n')
}

function family(name: string, type: 'counter' | 'gauge', help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function label(rule: string): string {
  return `rule="${rule.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`
}
