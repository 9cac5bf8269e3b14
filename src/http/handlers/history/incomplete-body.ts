import type { IncompleteBody } from '../../../contract/incomplete.ts'
import { type Incomplete, incompleteBecause } from '../../../domain/delivery/incomplete.ts'
import { timeInMs } from '../../times.ts'

/** Says in an answer how far back it is complete; nothing where it is complete. */
export function incompleteBody(incomplete: Incomplete | null): { readonly incomplete?: IncompleteBody } {
  if (incomplete === null) return {}
  const { completeSinceMs, removed } = incomplete
  const completeSince = timeInMs(completeSinceMs)
  const reason = incompleteBecause(removed, completeSince)
  return { incomplete: { complete_since: completeSince, removed, reason } }
}
