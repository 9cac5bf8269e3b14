import { describe, expect, test } from 'vitest'
import { csvCell, rowWriter } from './export-format.ts'

describe('a cell of CSV', () => {
  test.each([
    [undefined, ''],
    [503, '503'],
    ['shop/web', 'shop/web'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
  ])('%j is written as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '|calc', '%0'])(
    'no spreadsheet takes %j for a formula',
    (value) => {
      expect(csvCell(value)).toBe(`"'${value}"`)
    },
  )
})

test('CSV names its columns first; NDJSON has whole rows', () => {
  const columns = { id: ({ id }: Row) => id, tag: ({ tag }: Row) => tag }
  interface Row {
    readonly id: number
    readonly tag?: string
  }
  const csv = rowWriter<Row>('csv', columns)
  expect(csv.head + csv.line({ id: 1 }) + csv.line({ id: 2, tag: 'v1' })).toBe('id,tag\r\n1,\r\n2,v1\r\n')
  const ndjson = rowWriter<Row>('ndjson', columns)
  expect(ndjson.head + ndjson.line({ id: 2, tag: 'v1' })).toBe('{"id":2,"tag":"v1"}\n')
})
