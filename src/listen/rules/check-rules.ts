import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import type { Facts } from '../webhook/webhook.ts'
import { type RuleVerdict, ruleVerdict } from './matching-rules.ts'
import type { Rule } from './rule.ts'
import { sampleFacts } from './sample-facts.ts'

/** A rule, and what it would do for a sample event of each type. */
export interface CheckedRule {
  readonly rule: Rule
  readonly samples: readonly { readonly facts: Facts; readonly verdict: RuleVerdict }[]
}

/**
 * Holds a sample event of every type against every rule. Nothing runs.
 *
 * @param given facts that all samples have; the others suit the rule
 */
export function checkRules(rules: readonly Rule[], given: Partial<Facts> = {}): readonly CheckedRule[] {
  return rules.map((rule) => ({
    rule,
    samples: EVENT_TYPES.map((type) => {
      const facts = sampleFacts(type, rule.when, given)
      return { facts, verdict: ruleVerdict(rule, facts) }
    }),
  }))
}
