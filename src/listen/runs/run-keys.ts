import { createHash } from 'node:crypto'
import type { Facts } from '../webhook/webhook.ts'
import type { Rule } from '../rules/rule.ts'

export interface RunKeys {
  /** Null for a rule whose runs need no order. */
  readonly orderKey: string | null
  /** Null for a rule that wants every run. */
  readonly latestKey: string | null
}

/** What a run has in common with those that it waits for, or replaces. Of a fixed length, however long names are. */
export function runKeys(rule: Pick<Rule, 'order' | 'onlyLatest'>, { repository, tag }: Facts): RunKeys {
  return {
    orderKey: rule.order === 'repository' ? digest(repository) : null,
    latestKey: rule.onlyLatest ? digest(repository, tag) : null,
  }
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
