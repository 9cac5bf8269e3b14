import { expect, test } from 'vitest'
import { type OptionsSchema, joinOptions, keepsSecrets, splitOptions } from './options.ts'

const schema: OptionsSchema = {
  properties: {
    timeout: { type: 'integer' },
    login: { properties: { user: {}, password: { writeOnly: true } } },
    headers: { additionalProperties: { writeOnly: true } },
  },
}

const given = {
  timeout: 5,
  login: { user: 'ci', password: 'pass' },
  headers: { 'x-key': 'key', 'x-id': 'id' },
}
const shown = { timeout: 5, login: { user: 'ci', password: '' }, headers: { 'x-key': '', 'x-id': '' } }
const secret = { login: { password: 'pass' }, headers: { 'x-key': 'key', 'x-id': 'id' } }

test('secrets are parted from what everyone may see, and put back', () => {
  expect(splitOptions(given, schema)).toEqual({ open: shown, secret })
  expect(joinOptions(shown, secret)).toEqual(given)
})

test('what is sent back as it was shown keeps every secret', () => {
  expect(splitOptions(shown, schema, secret)).toEqual({ open: shown, secret })
  expect(keepsSecrets(shown, schema, shown)).toBe(true)
})

test('a secret with a name of its own is kept when it is left out', () => {
  const options = { login: { user: 'other' } }
  expect(splitOptions(options, schema, secret).secret).toEqual({ login: { password: 'pass' } })
  expect(keepsSecrets(options, schema, shown)).toBe(true)
})

test('a secret under a name of the owner is gone when it is left out', () => {
  const options = { headers: { 'x-key': '' } }
  expect(splitOptions(options, schema, secret).secret).toEqual({ headers: { 'x-key': 'key' } })
  expect(splitOptions({ headers: {} }, schema, secret).secret).toEqual({})
  expect(keepsSecrets({ headers: {} }, schema, shown)).toBe(false)
})

test('leaving out what a secret stands in removes it', () => {
  expect(splitOptions({ timeout: 5 }, schema, secret)).toEqual({ open: { timeout: 5 }, secret: {} })
  expect(keepsSecrets({ timeout: 5 }, schema, shown)).toBe(false)
})

test('a new secret takes the place of the old one', () => {
  const options = { login: { user: 'ci', password: 'new' } }
  expect(splitOptions(options, schema, secret).secret).toEqual({ login: { password: 'new' } })
  expect(keepsSecrets(options, schema, shown)).toBe(false)
})

test('an empty secret is none where nothing is stored', () => {
  expect(splitOptions({ login: { user: 'ci', password: '' } }, schema)).toEqual({
    open: { login: { user: 'ci' } },
    secret: {},
  })
})
