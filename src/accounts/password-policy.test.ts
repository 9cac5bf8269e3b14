import { expect, test } from 'vitest'
import { assertStrongPassword } from './password-policy.ts'

test.for(['Anchor-Chain-42', 'Xy3.....', 'Ünïcode1Abc', `aB1${'x'.repeat(125)}`])(
  '%s is strong enough',
  (password) => {
    expect(() => assertStrongPassword(password, 'anna')).not.toThrow()
  },
)

test.for([
  ['short', 'aB1xxxx'],
  ['without upper case', 'anchor-chain-42'],
  ['without lower case', 'ANCHOR-CHAIN-42'],
  ['without a digit', 'Anchor-Chain'],
  ['too long', `aB1${'x'.repeat(126)}`],
  ["with the user's name", 'Xannabel42'],
  ['like an access token', `bbt_A1${'a'.repeat(41)}`],
  ['that everyone tries', 'Password123'],
  ["that is Harbor's own", 'Harbor12345'],
  ['that is common with signs behind it', 'P@ssw0rd!'],
])('a password %s is refused', ([, password = '']) => {
  expect(() => assertStrongPassword(password, 'Anna')).toThrow('the password')
})
