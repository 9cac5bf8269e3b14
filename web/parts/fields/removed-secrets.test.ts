import { expect, test } from 'vitest'
import { removeSecrets, removedSecrets } from './removed-secrets.ts'

test('each secret that is to be removed is named by its path', () => {
  const options = { token: null, smtp: { host: 'mail.test', password: null }, hosts: ['a'] }
  expect(removedSecrets(options, 'options')).toEqual(['options.token', 'options.smtp.password'])
})

test('a request that removes nothing does not speak of it', () => {
  expect(removeSecrets([])).toEqual({})
  expect(removeSecrets(['secret'])).toEqual({ remove_secrets: ['secret'] })
})
