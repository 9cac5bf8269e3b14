import type { Problem } from '../../api/problems.ts'
import type { Text } from '../../text/english.ts'
import { wordsFor } from '../../text/words-for.ts'

/** Causes that say more than the kind of the problem; its title names them. */
const TITLE_KINDS: readonly string[] = ['target_failing', 'source_refused']
/** The kind alone says it. */
const PLAIN_CAUSES: readonly string[] = ['paused', 'disabled', 'refused']

/** What is wrong or was, in the reader's language: `deploy is failing: it refuses the credentials`. */
export function problemTitle(problem: Problem, t: Text): string {
  const { kind, finding, closed_at } = problem
  const { policy_name: policy, source_name: source, project_name: project } = problem
  const words = wordsFor(closed_at === undefined ? t.problems.findings : t.problems.pastFindings, kind)
  const found = words?.(policy ?? source ?? project ?? '') ?? finding
  const cause = TITLE_KINDS.includes(kind) ? causeOf(problem, t) : undefined
  return cause === undefined ? found : t.problems.because(found, cause)
}

/** The cause in words where it is no part of the title; undefined where the title says it. */
export function furtherCause(problem: Problem, t: Text): string | undefined {
  return TITLE_KINDS.includes(problem.kind) ? undefined : causeOf(problem, t)
}

function causeOf({ cause, reason = '' }: Problem, t: Text): string | undefined {
  return PLAIN_CAUSES.includes(cause) ? undefined : wordsFor(t.problems.causes, cause)?.(reason)
}
