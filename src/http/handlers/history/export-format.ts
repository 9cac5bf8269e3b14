/** What a cell of an export may hold; undefined is an empty one. */
type Cell = string | number | undefined

export type ExportFormat = 'ndjson' | 'csv'

/** The columns of a CSV file by their names, each with what it shows of a row. */
export type ExportedColumns<Row> = Readonly<Record<string, (row: Row) => Cell>>

export interface RowWriter<Row> {
  readonly mediaType: string
  /** Of the file's name. */
  readonly ending: string
  /** What the file begins with. */
  readonly head: string
  /** A row, with the end of its line. */
  readonly line: (row: Row) => string
}

/** How the rows of a list are written: as JSON, a row a line, or as CSV (RFC 4180). */
export function rowWriter<Row extends object>(
  format: ExportFormat,
  columns: ExportedColumns<Row>,
): RowWriter<Row> {
  if (format === 'ndjson')
    return {
      mediaType: 'application/x-ndjson; charset=utf-8',
      ending: 'ndjson',
      head: '',
      line: (row) => `${JSON.stringify(row)}\n`,
    }
  return {
    mediaType: 'text/csv; charset=utf-8; header=present',
    ending: 'csv',
    head: csvLine(Object.keys(columns)),
    line: (row) => csvLine(Object.values(columns).map((show) => show(row))),
  }
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Spreadsheets run a text that begins like this as a formula. */
const FORMULA = /^[=+\-@\t\r\n|%]/

/**
 * A cell of CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection); one with a
 * separator, a quotation mark or a line break is quoted.
 */
export function csvCell(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
