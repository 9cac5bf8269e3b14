import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { columnsOf } from '../plain-text.ts'
import { type TableOptions, tableText } from './table.ts'

interface Row {
  readonly about: string
  readonly more: string
  readonly id: string
}

const ID = '019ad0c5-7f3a-7c12-8a2b-0123456789ab'
const OPTIONS: TableOptions<Row> = {
  columns: [
    { title: 'MORE', of: ({ more }) => more },
    { title: 'ABOUT', of: ({ about }) => about, least: 30 },
    { title: 'ID', of: ({ id }) => id, isWhole: true, mayGo: true },
  ],
  none: 'There is none.',
}

/** The lines of a table of one row. */
function lines(about: string, more: string, room?: number): readonly string[] {
  return stripVTControlCharacters(tableText([{ about, more, id: ID }], OPTIONS, room)).split('\n')
}

describe('a table', () => {
  const long = 'platform/payments/settlement-service:v1.42.0'

  test('shows everything where there is room, and where there is no terminal', () => {
    const all = [`MORE  ${'ABOUT'.padEnd(long.length)}  ID`, `more  ${long}  ${ID}`]
    expect(lines(long, 'more')).toEqual(all)
    expect(lines(long, 'more', 100)).toEqual(all)
  })

  test('cuts what says less before what a row is about', () => {
    expect(lines(long, 'x'.repeat(60), 80)[1]).toMatch(
      /^x{9}… {2}platform\/payments\/settlement-… {2}019ad0c5/,
    )
  })

  test('leaves a column out that has no room, and names it', () => {
    const [head, row, note] = lines(long, 'more of it', 60)
    expect(head).toMatch(/^MORE +ABOUT$/)
    expect(row).toMatch(/^more of it {2}platform/)
    expect(note).toBe('No room for ID: use a wider terminal or --json.')
  })

  test.for(['長い名前'.repeat(20), '🛎️'.repeat(40), 'e\u0301'.repeat(90), '\u001b[2J'.repeat(20)])(
    'keeps its columns straight with %j',
    (text) => {
      const shown = lines(text, text, 80).slice(0, 2)
      expect(shown.map(columnsOf).every((columns) => columns <= 80)).toBe(true)
      const [head, row] = shown as [string, string]
      const before = row.slice(0, row.search(/(?<=… +)\S/))
      expect(columnsOf(before)).toBe(head.indexOf('ABOUT'))
    },
  )
})
