import type { Facts } from '../webhook/webhook.ts'
import type { CheckedRule } from './check-rules.ts'
import type { RuleVerdict } from './matching-rules.ts'
import type { Rule } from './rule.ts'

const WIDTH = 80

/** What rules would do, for people: 80 columns. */
export function checkText(checked: readonly CheckedRule[]): string {
  return checked.map(ruleText).join('\n\n')
}

function ruleText({ rule, samples }: CheckedRule): string {
  const byVerdict = Map.groupBy(samples, ({ verdict }) => verdict)
  const running = byVerdict.get('run') ?? []
  byVerdict.delete('run')
  return [
    cut(`${rule.name}: ${actionText(rule)}`),
    running.length === 0 ? '  would run for no event' : '  would run for',
    ...running.map(({ facts }) => cut(`    ${(facts.eventType ?? '').padEnd(20)}${aboutText(facts)}`)),
    ...[...byVerdict].flatMap(([verdict, kept]) => keptOutText(verdict, kept)),
  ].join('\n')
}

/** Which types a rule does not name is plain from those that it runs for. */
function keptOutText(verdict: RuleVerdict, kept: CheckedRule['samples']): readonly string[] {
  if (verdict === 'event type not subscribed') return ['  would not run for other event types']
  return [`  would not run, ${verdict}`, ...wrapped(kept.map(({ facts }) => facts.eventType ?? ''))]
}

function actionText({ action }: Rule): string {
  if (action.kind === 'call') return `${action.method} ${action.url}`
  if (action.isShell) return `shell: ${action.command[0].trim().replaceAll(/\s+/g, ' ')}`
  return action.command.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part))).join(' ')
}

function aboutText({ repository, project, tag, operator, severity }: Facts): string {
  const what = `${repository || project}${tag === '' ? '' : `:${tag}`}`
  return [what, `by ${operator}`, ...(severity === '' ? [] : [severity])].join(', ')
}

function wrapped(words: readonly string[]): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line === '' ? `    ${word}` : `${line}, ${word}`
    if (longer.length >= WIDTH && line !== '') {
      lines.push(`${line},`)
      line = `    ${word}`
    } else line = longer
  }
  return [...lines, line]
}

function cut(line: string): string {
  const shown = line.replaceAll(/\p{Cc}/gu, ' ')
  return shown.length > WIDTH ? `${shown.slice(0, WIDTH - 1).toWellFormed()}…` : shown
}
