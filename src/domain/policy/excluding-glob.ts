import type { SourceEvent } from '../event/event.ts'
import { nameInProject } from '../project.ts'
import { type PolicyFilter, tagsOf } from './policy-filter.ts'
import { globOf } from './selection.ts'
import type { Verdict } from './policy.ts'

/**
 * The glob of a filter that excludes an event, where that is the reason of its verdict; null where none does: the event matches
 * none of the globs that a filter includes, or has another verdict. Of several tags it is the first's.
 */
export function excludingGlob(filter: PolicyFilter, event: SourceEvent, verdict: Verdict): string | null {
  if (verdict === 'repository not matched')
    return firstMatch(filter.repositories.exclude, event.repository, nameInProject(event.repository))
  if (verdict === 'tag not matched') return firstMatch(filter.tags.exclude, ...tagsOf(event).slice(0, 1))
  return verdict === 'operator not matched' ? firstMatch(filter.operators.exclude, event.operator) : null
}

function firstMatch(patterns: readonly string[], ...names: readonly string[]): string | null {
  return patterns.find((pattern) => names.some((name) => globOf(pattern).matches(name))) ?? null
}
