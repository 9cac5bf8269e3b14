import { styleText } from 'node:util'
import { plainJson, plainLine, plainText } from '../plain-text.ts'
import type { RemoteOptions } from './remote-options.ts'

/** How a column of a table is filled. */
export interface Column<Row> {
  readonly title: string
  readonly of: (row: Row) => string
  /** Longer texts are cut. */
  readonly max?: number
  /** True for what other commands take, such as an id: it is not cut, however narrow the terminal. */
  readonly isWhole?: boolean
  /** What the colour says; only on a terminal. */
  readonly tone?: (row: Row) => Tone
}

/** `bad` needs a person, `good` is as it should be, `quiet` is beside the point. */
export type Tone = 'bad' | 'good' | 'quiet' | null

/** How a thing is shown: by columns in a list, by its key where only that is wanted. */
export interface Shown<Row> {
  readonly columns: readonly Column<Row>[]
  /** The name or number that other commands take. */
  readonly key: (row: Row) => string
  /** What to say when there is none. */
  readonly none: string
}

/** Prints what a command has found, in the form that its caller asked for. */
export interface Output {
  readonly form: 'text' | 'json' | 'quiet'
  /** A list, whose items are printed as they come where the form allows. */
  readonly list: <Row>(rows: AsyncIterable<Row> | Iterable<Row>, shown: Shown<Row>) => Promise<void>
  /** One thing. @param text what a person reads */
  readonly one: <Row>(row: Row, key: (row: Row) => string, text: (row: Row) => string) => void
  /** A sentence for a person; not in JSON, nor where only keys are wanted. */
  readonly say: (sentence: string) => void
}

export function openOutput({ json = false, quiet = false }: Pick<RemoteOptions, 'json' | 'quiet'>): Output {
  const form = json ? 'json' : quiet ? 'quiet' : 'text'
  return {
    form,
    async list(rows, shown) {
      if (form === 'text') console.log(tableText(await Array.fromAsync(rows), shown))
      else
        for await (const row of rows) console.log(form === 'json' ? plainJson(row) : keyLine(shown.key(row)))
    },
    one(row, key, text) {
      console.log(form === 'json' ? plainJson(row) : form === 'quiet' ? keyLine(key(row)) : text(row))
    },
    say(sentence) {
      if (form === 'text') console.log(plainText(sentence))
    },
  }
}

/** The longest name. */
const MAX_KEY = 4096
const keyLine = (key: string): string => plainLine(key, MAX_KEY)

const GAP = '  '
/** A cell is cut to no less. */
const LEAST = 8

/** Rows below their titles, as wide as the terminal; what to say when there is none. */
export function tableText<Row>(
  rows: readonly Row[],
  { columns, none }: Pick<Shown<Row>, 'columns' | 'none'>,
): string {
  if (rows.length === 0) return none
  const cells = rows.map((row) => columns.map(({ of, max = 60 }) => plainLine(of(row), max)))
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  )
  fit(
    widths,
    columns.map(({ isWhole = false, title }, index) =>
      isWhole ? (widths[index] ?? 0) : Math.max(LEAST, title.length),
    ),
    process.stdout.columns,
  )
  const line = (texts: readonly string[], tones: readonly Tone[]): string =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0
        const cut = plainLine(text, Math.max(width, 1))
        return (
          coloured(cut, tones[index] ?? null) +
          ' '.repeat(index === columns.length - 1 ? 0 : width - cut.length)
        )
      })
      .join(GAP)
      .trimEnd()
  const head = line(
    columns.map(({ title }) => title),
    columns.map(() => 'quiet'),
  )
  const body = rows.map((row, index) =>
    line(
      cells[index] ?? [],
      columns.map(({ tone }) => tone?.(row) ?? null),
    ),
  )
  return [head, ...body].join('\n')
}

/**
 * Takes from the widest columns until all fit.
 *
 * @param least how wide each stays
 * @param room of the terminal; undefined where there is none
 */
function fit(widths: number[], least: readonly number[], room: number | undefined): void {
  if (room === undefined) return
  const wanted = (): number => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length)
  while (wanted() > room) {
    const spare = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0))
    const widest = spare.indexOf(Math.max(...spare))
    if (spare[widest] === 0) return
    widths[widest] = (widths[widest] ?? 0) - 1
  }
}

const STYLES = { bad: 'red', good: 'green', quiet: 'gray' } as const

/** Colours a text where the output is a terminal that shows colours, and NO_COLOR does not forbid it. */
export function coloured(text: string, tone: Tone): string {
  return tone === null ? text : styleText(STYLES[tone], text, { stream: process.stdout })
}

/** A line of what is said of one thing. */
export type Fact = readonly [name: string, value: string, tone?: Tone]

/** A value whose further lines stand below the first, so that none looks like a fact of its own. */
function inLines(value: string, indent: number): string {
  return plainText(value).replaceAll('\n', `\n${' '.repeat(indent)}`)
}

/** Facts one below the other, the names as wide as the widest. Those without a value are left out. */
export function facts(all: readonly Fact[]): string {
  const said = all.filter(([, value]) => value !== '')
  const width = Math.max(...said.map(([name]) => name.length))
  return said
    .map(
      ([name, value, tone = null]) =>
        coloured(name.padEnd(width), 'quiet') + GAP + coloured(inLines(value, width + GAP.length), tone),
    )
    .join('\n')
}
