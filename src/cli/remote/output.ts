import { columnsOf, plainJson, plainLine, plainText } from '../plain-text.ts'
import { type Tone, coloured } from './colour.ts'
import type { RemoteOptions } from './remote-options.ts'
import { type TableOptions, tableText } from './table.ts'

/** How a thing is shown: by columns in a list, by its key where only that is wanted. */
export interface Shown<Row> extends TableOptions<Row> {
  /** The name or number that other commands take. */
  readonly key: (row: Row) => string
}

/** Prints what a command has found, in the form that its caller asked for. */
export interface Output {
  readonly form: 'text' | 'json' | 'quiet'
  /** A list, whose items are printed as they come where the form allows. */
  readonly list: <Row>(rows: AsyncIterable<Row> | Iterable<Row>, shown: Shown<Row>) => Promise<void>
  /** One thing. @param text what a person reads; what would steer the terminal is shown by its number */
  readonly one: <Row>(row: Row, key: (row: Row) => string, text: (row: Row) => string) => void
  /** The same with a text that is made for the terminal already, such as facts and their colours. */
  readonly details: <Row>(row: Row, key: (row: Row) => string, text: (row: Row) => string) => void
  /** A sentence for a person; not in JSON, nor where only keys are wanted. */
  readonly say: (sentence: string) => void
}

export function openOutput({ json = false, quiet = false }: Pick<RemoteOptions, 'json' | 'quiet'>): Output {
  const form = json ? 'json' : quiet ? 'quiet' : 'text'
  const details: Output['details'] = (row, key, text) => {
    console.log(form === 'json' ? plainJson(row) : form === 'quiet' ? keyLine(key(row)) : text(row))
  }
  return {
    form,
    async list(rows, shown) {
      if (form === 'text') console.log(tableText(await Array.fromAsync(rows), shown))
      else
        for await (const row of rows) console.log(form === 'json' ? plainJson(row) : keyLine(shown.key(row)))
    },
    details,
    one: (row, key, text) => details(row, key, (of) => plainText(text(of))),
    say(sentence) {
      if (form === 'text') console.log(plainText(sentence))
    },
  }
}

/** The longest name. */
const MAX_KEY = 4096
const keyLine = (key: string): string => plainLine(key, MAX_KEY)

const GAP = '  '
/** Of a fact; some are settings, whose names others chose. */
const MAX_NAME = 40

/** A line of what is said of one thing. */
export type Fact = readonly [name: string, value: string, tone?: Tone]

/** A value whose further lines stand below the first, so that none looks like a fact of its own. */
function inLines(value: string, indent: number): string {
  return plainText(value).replaceAll('\n', `\n${' '.repeat(indent)}`)
}

/** Facts one below the other, the names as wide as the widest. Those without a value are left out. */
export function facts(all: readonly Fact[]): string {
  const said = all
    .filter(([, value]) => value !== '')
    .map(([name, value, tone = null]) => [plainLine(name, MAX_NAME), value, tone] as const)
  const width = Math.max(...said.map(([name]) => columnsOf(name)))
  return said
    .map(([name, value, tone]) => {
      const head = name + ' '.repeat(width - columnsOf(name))
      return coloured(head, 'quiet') + GAP + coloured(inLines(value, width + GAP.length), tone)
    })
    .join('\n')
}
