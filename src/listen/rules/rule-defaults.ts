import type { RetryRule } from '../../domain/delivery/retry-rule.ts'
import type { CommandAction, Rule } from './rule.ts'

/** The retry rule of the webhook proposal with its own values, as Bellbuoy delivers. */
export const DEFAULT_RETRY: RetryRule = {
  maxRetry: 5,
  initialWaitMs: 500,
  maxWaitMs: 30 * 60_000,
  factor: 3,
  randomization: 0.1,
}

/** What a rule that says nothing else does: no two runs for one repository at a time, so that an old one cannot end last. */
export const RULE_DEFAULTS = {
  timeLimitMs: 10 * 60_000,
  concurrency: 4,
  order: 'repository',
  onlyLatest: false,
  retry: DEFAULT_RETRY,
  onRedelivery: 'if-failed',
  answer: 'accepted',
} as const satisfies Omit<Rule, 'name' | 'when' | 'action'>

/** A command that is nothing but a program with its arguments. */
export function plainCommand(command: CommandAction['command']): CommandAction {
  return { kind: 'command', command, isShell: false, inherits: [], environment: {} }
}

/** The one rule of a listener without a rules file: every webhook runs this program. */
export function execRule(program: string): Rule {
  return { name: 'exec', when: {}, action: plainCommand([program]), ...RULE_DEFAULTS }
}
