import { expect, test } from 'vitest'
import { bypassesProxy } from './no-proxy.ts'

test.for([
  ['https://ci.acme.test/x', '*', true],
  ['https://ci.acme.test/x', 'acme.test', true],
  ['https://acme.test/x', 'acme.test', true],
  ['https://acme.test/x', '.acme.test', false],
  ['https://ci.acme.test/x', '.acme.test', true],
  ['https://notacme.test/x', 'acme.test', false],
  ['https://CI.Acme.test/x', 'ci.ACME.test', true],
  ['https://acme.test/x', 'acme.test:443', true],
  ['https://acme.test:8443/x', 'acme.test:443', false],
  ['http://acme.test/x', 'acme.test:80', true],
  ['http://10.1.2.3/', '10.0.0.0/8', true],
  ['http://11.1.2.3/', '10.0.0.0/8', false],
  ['http://10.1.2.3/', '10.1.2.3', true],
  ['http://[fd00::1]/', 'fd00::/8', true],
  ['http://[fd00::1]:8080/', 'fd00:0::1', true],
  ['http://[fd00::1]/', '10.0.0.0/8', false],
] as const)('%s is reached without a proxy by %s: %s', ([address, entry, bypasses]) => {
  expect(bypassesProxy(new URL(address), ['elsewhere.test', entry])).toBe(bypasses)
})
