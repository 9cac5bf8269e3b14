import { widthOf } from '../terminal-width.ts'
import { columnsOf, plainLine } from '../plain-text.ts'
import { type Tone, coloured } from './colour.ts'

/** How a column of a table is filled. */
export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string
  /** Longer texts are cut. */
  readonly max?: number
  /** True for what other commands take, such as an id, and for what is worth nothing in part: it is not cut, however narrow the terminal. */
  readonly isWhole?: boolean
  /** Of what a row is about: so wide it stays as long as other columns can be cut, or can go. */
  readonly least?: number
  /** True: the column goes where there is no room for those that matter more. */
  readonly mayGo?: boolean
  /** What the colour says; only on a terminal. */
  readonly tone?: (row: Row) => Tone
}

export interface TableOptions<Row> {
  readonly columns: readonly Column<Row>[]
  /** What to say when there is no row. */
  readonly none: string
}

const GAP = '  '
/** A cell is cut to no less. */
const LEAST = 8
const MAX = 60

/** A column with its cells, and how wide it is shown. */
interface Filled<Row> {
  readonly column: Column<Row>
  readonly cells: readonly string[]
  width: number
}

/**
 * Rows below their titles; what to say when there is none.
 *
 * @param room columns of the terminal; undefined where there is none
 */
export function tableText<Row>(
  rows: readonly Row[],
  { columns, none }: TableOptions<Row>,
  room: number | undefined = widthOf(process.stdout, undefined),
): string {
  if (rows.length === 0) return none
  const all = columns.map((column) => filled(column, rows))
  const shown = fitted(all, room)
  const head = line(shown.map((one) => [one.column.title, one.width, 'quiet']))
  const body = rows.map((row, index) =>
    line(shown.map(({ column, cells, width }) => [cells[index] ?? '', width, column.tone?.(row) ?? null])),
  )
  return [head, ...body, ...leftOut(all, shown)].join('\n')
}

function filled<Row>(column: Column<Row>, rows: readonly Row[]): Filled<Row> {
  const cells = rows.map((row) => plainLine(column.of(row), column.max ?? MAX))
  return { column, cells, width: Math.max(column.title.length, ...cells.map(columnsOf)) }
}

function line(cells: readonly (readonly [text: string, width: number, tone: Tone])[]): string {
  return cells
    .map(([text, width, tone], index) => {
      const cut = plainLine(text, Math.max(width, 1))
      const rest = index === cells.length - 1 ? 0 : width - columnsOf(cut)
      return coloured(cut, tone) + ' '.repeat(Math.max(0, rest))
    })
    .join(GAP)
    .trimEnd()
}

/**
 * The columns that have room, cut where that is needed: first those that say less, then those that may go, then the others.
 *
 * @param room of the terminal; undefined where there is none
 */
function fitted<Row>(all: readonly Filled<Row>[], room: number | undefined): readonly Filled<Row>[] {
  if (room === undefined) return all
  let shown = all
  for (;;) {
    if (cut(shown, room, ({ least = LEAST }) => least)) return shown
    const gone = shown.findLast(({ column }) => column.mayGo === true)
    if (gone === undefined) break
    shown = shown.filter((one) => one !== gone)
  }
  cut(shown, room, () => LEAST)
  return shown
}

/** Takes from the widest columns until all fit. @returns whether they do; false changes nothing that would not have to be cut anyway */
function cut<Row>(
  shown: readonly Filled<Row>[],
  room: number,
  leastOf: (column: Column<Row>) => number,
): boolean {
  const least = shown.map(({ column, width }) =>
    column.isWhole === true ? width : Math.min(width, Math.max(leastOf(column), column.title.length)),
  )
  const wanted = (): number => shown.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length)
  const gaps = GAP.length * (shown.length - 1)
  if (least.reduce((sum, width) => sum + width, gaps) > room && shown.some(({ column }) => column.mayGo))
    return false
  while (wanted() > room) {
    const spare = shown.map(({ width }, index) => (width > (least[index] ?? 0) ? width : 0))
    const widest = shown[spare.indexOf(Math.max(...spare))]
    if (Math.max(...spare) === 0 || widest === undefined) return false
    widest.width -= 1
  }
  return true
}

/** What a narrow terminal does not show is named, with the way to it. */
function leftOut<Row>(all: readonly Filled<Row>[], shown: readonly Filled<Row>[]): readonly string[] {
  const gone = all.filter((one) => !shown.includes(one)).map(({ column }) => column.title)
  if (gone.length === 0) return []
  return [coloured(`No room for ${gone.join(', ')}: use a wider terminal or --json.`, 'quiet')]
}
