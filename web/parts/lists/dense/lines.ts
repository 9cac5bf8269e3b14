import { dayOf } from '../../time/clock-text.ts'

/** A line of a dense list: a row, or the day that the rows below it are of. */
export type Line<Row> =
  | { readonly kind: 'day'; readonly at: string }
  | { readonly kind: 'row'; readonly row: Row; /** Among the rows. */ readonly index: number }

/** The rows with a line before each day. Times of one minute are of one day, so that few of many are looked at. */
export function linesOf<Row>(rows: readonly Row[], timeOf: (row: Row) => string): readonly Line<Row>[] {
  const lines: Line<Row>[] = []
  let [minute, day] = ['', 0]
  for (const [index, row] of rows.entries()) {
    const at = timeOf(row)
    if (at.slice(0, 16) !== minute) {
      minute = at.slice(0, 16)
      const own = dayOf(at)
      if (own !== day) lines.push({ kind: 'day', at })
      day = own
    }
    lines.push({ kind: 'row', row, index })
  }
  return lines
}
