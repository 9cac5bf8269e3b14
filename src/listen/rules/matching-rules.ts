import { SEVERITIES, type Severity } from '../../domain/event/event-detail.ts'
import { shapeOf } from '../../domain/event/event-type.ts'
import { EVERYTHING, type Selection, selects } from '../../domain/policy/selection.ts'
import { nameInProject } from '../../domain/project.ts'
import type { Facts } from '../webhook/webhook.ts'
import type { Conditions, Rule } from './rule.ts'

/** Why a rule does or does not run for an event, in the words of the verdicts of policies. */
export type RuleVerdict =
  | 'run'
  | 'event type not subscribed'
  | 'project not matched'
  | 'repository not matched'
  | 'tag not matched'
  | 'actor not matched'
  | 'severity too low'
  | 'severity too high'
  | 'severity not known'

/** Names are much shorter. A longer text matches no glob, since the time that a match takes grows with it. */
const MAX_MATCHED_CHARACTERS = 1024

export function ruleVerdict({ when }: Pick<Rule, 'when'>, facts: Facts): RuleVerdict {
  const { eventTypes } = when
  const { eventType, project, repository, tag, operator } = facts
  if (eventTypes !== undefined && (eventType === null || !eventTypes.includes(eventType)))
    return 'event type not subscribed'
  if (!isSelected(when.project, project)) return 'project not matched'
  if (!isSelected(when.repository, repository, nameInProject(repository))) return 'repository not matched'
  if (!isSelected(when.tag, tag)) return 'tag not matched'
  if (!isSelected(when.actor, operator)) return 'actor not matched'
  return severityVerdict(when, facts)
}

/** The rules that run for an event, in the order of the file. */
export function matchingRules(rules: readonly Rule[], facts: Facts): readonly Rule[] {
  return rules.filter((rule) => ruleVerdict(rule, facts) === 'run')
}

function isSelected(selection: Selection = EVERYTHING, ...names: readonly string[]): boolean {
  if (selection.include.length === 0 && selection.exclude.length === 0) return true
  return names.every(({ length }) => length <= MAX_MATCHED_CHARACTERS) && selects(selection, ...names)
}

function severityVerdict({ severity, severityBelow }: Conditions, facts: Facts): RuleVerdict {
  const rank = SEVERITIES.indexOf(facts.severity as Severity)
  if (severity !== undefined && isScan(facts) && rank < SEVERITIES.indexOf(severity))
    return 'severity too low'
  if (severityBelow === undefined) return 'run'
  if (rank === -1) return 'severity not known'
  return rank < SEVERITIES.indexOf(severityBelow) ? 'run' : 'severity too high'
}

/** Only scans have a severity; an event of an unknown type is one if it has. */
function isScan({ eventType, severity }: Facts): boolean {
  return eventType === null ? severity !== '' : shapeOf(eventType) === 'scan'
}
