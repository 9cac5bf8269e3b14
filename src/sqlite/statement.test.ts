import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { expect, expectTypeOf, test } from 'vitest'
import { statement } from './statement.ts'

test('a parameter stands for one value, wherever and in whatever order the text names it', () => {
  using database = new DatabaseSync(':memory:')
  const select = statement(database, 'select :first as a, :second as b, :first as c where :second > :first')

  expect(select.get({ second: 2, first: 1 })).toEqual({ a: 1, b: 2, c: 1 })
})

test('the compiler asks for a value for each name in the text, and for no other', () => {
  using database = new DatabaseSync(':memory:')
  const select = statement(
    database,
    `select :first as a, :second as b where (:third
    = 3)`,
  )

  expectTypeOf(select.get)
    .parameter(0)
    .toEqualTypeOf<Readonly<Record<'first' | 'second' | 'third', SQLInputValue>>>()
})

test('a text that is put together of known parts has their parameters', () => {
  using database = new DatabaseSync(':memory:')
  database.exec('create table note (name text, text text)')
  const table = 'note'
  const condition = 'and text = :text'
  const insert = statement(database, `insert into ${table} (name, text) values (:name, :text)`)
  const select = statement(database, `select name from ${table} where name = :name ${condition}`)

  insert.run({ name: 'one', text: 'x' })

  expect(select.all({ name: 'one', text: 'x' })).toEqual([{ name: 'one' }])
})
