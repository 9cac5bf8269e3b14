import { expect, test } from 'vitest'
import { type OptionsSchema, keepsSecrets, splitOptions } from './options.ts'
import { withSecretsRemoved } from './removed-secrets.ts'

const schema: OptionsSchema = {
  properties: {
    token: { writeOnly: true },
    smtp: { properties: { host: {}, password: { writeOnly: true } } },
  },
}
const shown = { token: '', smtp: { host: 'mail.test', password: '' } }
const stored = { token: 'T', smtp: { password: 'P' } }

test('a secret that is to be removed is neither shown nor kept, and the others are', () => {
  const options = withSecretsRemoved(shown, schema, ['smtp.password'])
  expect(splitOptions(options, schema, stored)).toEqual({
    open: { token: '', smtp: { host: 'mail.test' } },
    secret: { token: 'T' },
  })
})

test('options whose only secret is removed keep none', () => {
  const both = withSecretsRemoved(shown, schema, ['token', 'smtp.password'])
  expect(keepsSecrets(both, schema, shown)).toBe(false)
  expect(keepsSecrets(withSecretsRemoved(shown, schema, ['token']), schema, shown)).toBe(true)
})

test('a new secret replaces the one that is to be removed', () => {
  const options = withSecretsRemoved({ token: 'new' }, schema, ['token'])
  expect(splitOptions(options, schema, stored).secret).toEqual({ token: 'new' })
})

test('a group that is left out stays out', () => {
  expect(withSecretsRemoved({}, schema, ['smtp.password'])).toEqual({})
})

test('what is no secret is refused with those that there are', () => {
  expect(() => withSecretsRemoved(shown, schema, ['smtp.host'])).toThrow(
    'remove_secrets: there is no secret smtp.host; there are: token, smtp.password',
  )
})
