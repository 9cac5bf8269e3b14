import type { Mistake, Path } from './mistake.ts'

/** Where a part of the rules file is read, and where its mistakes go. */
export interface RulePlace {
  readonly path: Path
  /** That of the rules file: what relative paths in it are relative to. */
  readonly folder: string
  readonly mistakes: Mistake[]
}
