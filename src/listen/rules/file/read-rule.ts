import type { RetryRule } from '../../../domain/delivery/retry-rule.ts'
import { mistakeAt } from './mistake.ts'
import { durationMs } from './quantities.ts'
import { readCall } from './read-call.ts'
import { readCommand } from './read-command.ts'
import { readConditions } from './read-conditions.ts'
import { DEFAULT_RETRY, RULE_DEFAULTS } from '../rule-defaults.ts'
import type { RulePlace } from './rule-place.ts'
import type { Rule } from '../rule.ts'
import type { WrittenRule } from './rules-schema.ts'

const ACTIONS = ['run', 'shell', 'call'] as const
const COMMAND_KEYS = ['working_folder', 'user', 'group', 'environment', 'inherit'] as const

/** A rule as it is written, in the shape of the schema. What makes no sense is added to `mistakes`. */
export function readRule(rule: WrittenRule, place: RulePlace): Rule {
  checkAction(rule, place)
  const { call } = rule
  return {
    name: rule.name,
    when: readConditions(rule, place.path, place.mistakes),
    action:
      call === undefined
        ? readCommand(rule, place)
        : readCall(call, { ...place, path: [...place.path, 'call'] }),
    timeLimitMs: rule.time_limit === undefined ? RULE_DEFAULTS.timeLimitMs : durationMs(rule.time_limit),
    concurrency: rule.concurrency ?? RULE_DEFAULTS.concurrency,
    order: rule.order ?? RULE_DEFAULTS.order,
    onlyLatest: rule.only_latest ?? RULE_DEFAULTS.onlyLatest,
    retry: readRetry(rule.retry),
    onRedelivery: rule.on_redelivery ?? RULE_DEFAULTS.onRedelivery,
    answer: rule.answer ?? RULE_DEFAULTS.answer,
  }
}

function checkAction(rule: WrittenRule, { path, mistakes }: RulePlace): void {
  const given = ACTIONS.filter((key) => rule[key] !== undefined)
  if (given.length === 0)
    mistakes.push(mistakeAt(path, 'run, shell or call is missing: what does the rule do?'))
  for (const key of given.slice(1))
    mistakes.push(mistakeAt([...path, key], `a rule does one thing: ${given.join(' or ')}`, 'key'))
  if (rule.call === undefined) return
  for (const key of COMMAND_KEYS) {
    if (rule[key] !== undefined)
      mistakes.push(mistakeAt([...path, key], `${key} is only for run and shell`, 'key'))
  }
}

function readRetry(written: WrittenRule['retry'] = {}): RetryRule {
  if (typeof written === 'number') return { ...DEFAULT_RETRY, maxRetry: written }
  const { max, initial_wait, factor, max_wait, randomization } = written
  return {
    maxRetry: max ?? DEFAULT_RETRY.maxRetry,
    initialWaitMs: initial_wait === undefined ? DEFAULT_RETRY.initialWaitMs : durationMs(initial_wait),
    maxWaitMs: max_wait === undefined ? DEFAULT_RETRY.maxWaitMs : durationMs(max_wait),
    factor: factor ?? DEFAULT_RETRY.factor,
    randomization: randomization ?? DEFAULT_RETRY.randomization,
  }
}
