/** Keys and indexes on the way to a value. */
export type Path = readonly (string | number)[]

/** What is wrong at one place of the rules file. */
export interface Mistake {
  readonly path: Path
  /** Whether the key is wrong, or its value. */
  readonly at: 'key' | 'value'
  /** What is wrong, and what would be right. */
  readonly text: string
}

export function mistakeAt(path: Path, text: string, at: Mistake['at'] = 'value'): Mistake {
  return { path, at, text }
}

/** A mistake where people find it. */
export interface LocatedMistake {
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly text: string
}

/** `rules.yml:12:5: unknown key taag: did you mean tag?` */
export function mistakeText(file: string, { line, column, text }: LocatedMistake): string {
  return `${file}:${line}:${column}: ${text}`
}
