import { expect, test } from 'vitest'
import type { Source } from '../../../domain/registry/source.ts'
import { ShownTokens } from './shown-tokens.ts'

const sourceWith = (token: string): Source => ({
  id: 1,
  name: 'default',
  kind: 'distribution',
  token,
  settings: {},
})

/** With the headers that were compared by their token. */
function shownTokens() {
  const compared: unknown[] = []
  const shown = new ShownTokens((source, header): source is Source => {
    compared.push(header)
    return header === source?.token
  })
  return { shown, compared }
}

test('a connection shows its token once', () => {
  const { shown, compared } = shownTokens()
  const source = sourceWith('secret')
  const connection = {}
  for (let times = 0; times < 3; times++) expect(shown.has(connection, source, 'secret')).toBe(true)
  expect(compared).toEqual(['secret'])
})

test('what one connection has shown counts for no other', () => {
  const { shown, compared } = shownTokens()
  const source = sourceWith('secret')
  expect(shown.has({}, source, 'secret')).toBe(true)
  expect(shown.has({}, source, 'secret')).toBe(true)
  expect(compared).toHaveLength(2)
})

test.for(['secreT', 'secret ', '', undefined, ['secret']])(
  'the header %j is refused on a connection that has shown the token',
  (other) => {
    const { shown } = shownTokens()
    const source = sourceWith('secret')
    const connection = {}
    expect(shown.has(connection, source, 'secret')).toBe(true)
    expect(shown.has(connection, source, other)).toBe(false)
    expect(shown.has(connection, source, 'secret')).toBe(true)
  },
)

test('what was shown does not outlive the token of the source', () => {
  const { shown } = shownTokens()
  const connection = {}
  expect(shown.has(connection, sourceWith('former'), 'former')).toBe(true)
  expect(shown.has(connection, sourceWith('renewed'), 'former')).toBe(false)
  expect(shown.has(connection, null, 'former')).toBe(false)
})
