import { hash } from 'node:crypto'
import type { Facts } from '../webhook/webhook.ts'
import type { Rule } from '../rules/rule.ts'

export interface RunKeys {
  /** Null for a rule whose runs need no order. */
  readonly orderKey: string | null
  /** Null for a rule that wants every run. */
  readonly latestKey: string | null
}

/** What a run has in common with those that it waits for, or replaces. Of a fixed length, however long names are. */
export function runKeys(rule: Pick<Rule, 'order' | 'onlyLatest'>, facts: KeyFacts): RunKeys {
  const { project, repository, tag } = facts
  // Events that concern a project as a whole have no repository; those that nothing is known of have nothing in common.
  const ordered = repository || project
  return {
    orderKey: rule.order === 'repository' && ordered !== '' ? digest(ordered) : null,
    latestKey: rule.onlyLatest && repository !== '' ? digest(repository, tag) : null,
  }
}

type KeyFacts = Pick<Facts, 'project' | 'repository' | 'tag'>

function digest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
