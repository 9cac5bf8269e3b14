import { expect, test } from 'vitest'
import { exampleOf, reasonOf } from './kept-out-example.ts'

test('entries with the same fault have the same reason, wherever they stand', () => {
  expect(reasonOf('events[17].target.references[3].digest missing')).toBe(
    'events[].target.references[].digest missing',
  )
})

test('an example is as short as a person reads', () => {
  const deep = { a: { b: { c: { d: { e: 'too deep' } } } } }
  expect(JSON.parse(exampleOf(deep))).toEqual({ a: { b: { c: { d: { e: 'too deep' } } } } })
  expect(exampleOf({ x: deep })).not.toContain('too deep')
  expect(JSON.parse(exampleOf({ text: 'x'.repeat(300) })).text).toBe(`${'x'.repeat(255)}…`)
  expect(JSON.parse(exampleOf(Array(100).fill(1)))).toHaveLength(20)
  expect(exampleOf(Array(20).fill(Array(20).fill('x'.repeat(256)))).length).toBe(4096)
})

test('an example has no secrets', () => {
  const example = exampleOf({
    Authorization: 'Bearer one',
    password: 'two',
    apiKey: ['three'],
    url: 'https://ci:four@registry.example.com/v2',
    log: 'sent Bearer five and basic six',
  })
  expect(JSON.parse(example)).toEqual({
    Authorization: '***',
    password: '***',
    apiKey: '***',
    url: 'https://***@registry.example.com/v2',
    log: 'sent Bearer *** and basic ***',
  })
})

test('whatever the value is, its example is well-formed JSON or the start of it', () => {
  expect(exampleOf(undefined)).toBe('null')
  expect(exampleOf('\ud800')).toBe('"\ufffd"')
})
