import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAILURE_CODES } from '../../src/domain/delivery/attempt.ts'
import { STATUS } from '../../src/http/errors.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

/** The first cells of a section's table, and those behind them up to a column. */
function rowsOf(heading: string, columns: number): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const [table = ''] = section.split('\n## ')
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => row.split(' | ', columns).map((cell) => cell.replaceAll(/[`|] ?/g, '').trim()))
}

test('docs/errors.md has every code of the API with its status', () => {
  const codes = Object.entries(STATUS).map(([code, status]) => [code, String(status)])
  expect(rowsOf('Answers of the API', 2)).toEqual(codes)
})

test('docs/errors.md has every code of a failed attempt', () => {
  expect(rowsOf('Failures of an attempt', 1).flat()).toEqual([...FAILURE_CODES])
})
