import { FIGURES, FIGURE_NAMES, type FigureName, type Round } from '../run/figures.ts'
import { type Spread, median, spread } from '../measure/statistics.ts'

/** What one comparison measured, as a table. */
export interface Section {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** How the last column differs from the first. */
  readonly differences: readonly Difference[]
  /** What was to be reached, and was or was not. */
  readonly goals?: readonly Goal[]
  /** By column, in the order in which they ran. */
  readonly rounds: readonly (readonly Round[])[]
}

export interface Row {
  readonly label: string
  readonly digits: number
  /** By column; null where there is none. */
  readonly values: readonly (number | null)[]
}

/** What the last column is compared with the first by. */
export interface Measure {
  readonly of: FigureName
  readonly as: 'ratio' | 'difference'
}

/** Pair by pair; rounds of one pair ran one after the other. */
export interface Difference extends Measure, Spread {
  readonly pairs: readonly number[]
}

export interface Goal {
  readonly text: string
  readonly isReached: boolean
}

/** The medians of the rounds of each column. */
export function rowsOf(rounds: readonly (readonly Round[])[]): readonly Row[] {
  return FIGURE_NAMES.map((name) => {
    const { label, digits } = FIGURES[name]
    const values = rounds.map((column) => orNull(median(column.map((round) => round[name]))))
    return { label, digits, values }
  })
}

/** How each column differs from the one before. */
export function stepsOf({ rounds }: Pick<Section, 'rounds'>, measure: Measure): readonly Difference[] {
  return rounds
    .slice(1)
    .flatMap((column, before) => differenceOf([rounds[before] ?? [], column], measure) ?? [])
}

/** Undefined with one column alone. */
export function differenceOf(
  rounds: readonly (readonly Round[])[],
  { of, as }: Measure,
): Difference | undefined {
  const [first, last] = [rounds[0] ?? [], rounds.at(-1) ?? []]
  if (rounds.length < 2) return undefined
  const pairs = first.flatMap((one, pair) => {
    const other = last[pair]
    if (other === undefined) return []
    return [as === 'ratio' ? other[of] / one[of] : other[of] - one[of]]
  })
  return { of, as, pairs, ...spread(pairs) }
}

/** JSON has no NaN. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
