import { type ClosingReason, type Problem, type Trouble, subjectIdOf } from './problem.ts'

/** What becomes of the problems on record. */
export interface ProblemChanges {
  readonly opened: readonly Trouble[]
  /** Of problems that stay open: what is known by now. */
  readonly updated: readonly (Pick<Trouble, 'cause' | 'reason' | 'isQuiet'> & Pick<Problem, 'id'>)[]
  readonly closed: readonly { readonly id: number; readonly because: ClosingReason }[]
}

/**
 * Compares the open problems with the trouble that there is.
 *
 * @param closingReasonOf why an open problem has no trouble any more
 */
export function problemChanges(
  open: readonly Problem[],
  troubles: readonly Trouble[],
  closingReasonOf: (problem: Problem) => ClosingReason,
): ProblemChanges {
  const present = new Map(troubles.map((trouble) => [keyOf(trouble), trouble]))
  const known = new Set(open.map(keyOf))
  return {
    opened: [...present].flatMap(([key, trouble]) => (known.has(key) ? [] : trouble)),
    updated: open.flatMap((problem) => {
      const trouble = present.get(keyOf(problem))
      if (trouble === undefined || isSame(problem, trouble)) return []
      const { cause, reason, isQuiet } = trouble
      return { id: problem.id, cause, reason, isQuiet }
    }),
    closed: open.flatMap((problem) =>
      present.has(keyOf(problem)) ? [] : { id: problem.id, because: closingReasonOf(problem) },
    ),
  }
}

export function isUnchanged({ opened, updated, closed }: ProblemChanges): boolean {
  return opened.length + updated.length + closed.length === 0
}

function keyOf(trouble: Trouble): string {
  return `${trouble.kind} ${subjectIdOf(trouble)}`
}

function isSame(problem: Problem, trouble: Trouble): boolean {
  const { cause, reason, isQuiet } = trouble
  return problem.cause === cause && problem.reason === reason && problem.isQuiet === isQuiet
}
