import { expect, test } from 'vitest'
import { httpAddressFault, httpUrlOf, withoutUserInfo } from './http-address.ts'

test.for([
  ['http://hook.example.com/a?b=c', 'http://hook.example.com/a?b=c'],
  ['https://hook.example.com', 'https://hook.example.com/'],
  ['hook.example.com', 'http://hook.example.com/'],
  ['hook.example.com:8080/a', 'http://hook.example.com:8080/a'],
  ['localhost:8080', 'http://localhost:8080/'],
  ['10.0.0.7/a', 'http://10.0.0.7/a'],
  ['[::1]:8080', 'http://[::1]:8080/'],
  ['  https://hook.example.com/a  ', 'https://hook.example.com/a'],
  ['https://user:pass@hook.example.com/a#b', 'https://user:pass@hook.example.com/a#b'],
] as const)('%j is the address %s', ([address, url]) => {
  expect(httpAddressFault(address)).toBeNull()
  expect(httpUrlOf(address).href).toBe(url)
})

test.for(['', '   ', '/', ' /// '])('%j is an empty URL', (address) => {
  expect(httpAddressFault(address)).toBe('empty URL')
})

test.for([
  ['ftp://hook.example.com', 'ftp'],
  ['HTTP://hook.example.com', 'HTTP'],
  ['Https://hook.example.com', 'Https'],
  ['file:///a', 'file'],
  ['://hook.example.com', ''],
] as const)('%s has an invalid scheme', ([address, scheme]) => {
  expect(httpAddressFault(address)).toBe(`invalid scheme: ${scheme}`)
})

test.for([
  'http://',
  'https://?a=b',
  'http://hook example.com',
  'http://hook.example.com:99999',
  'http://[::1',
  'hook.example.com/?to=http://other.example.com',
])('%s is no URL, and the fault says which one', (address) => {
  expect(httpAddressFault(address)).toBe(`invalid URL: ${address}`)
})

test('an address whose URL has no host is refused', () => {
  expect(httpAddressFault('hook.example.com:80/?to=http://other.example.com')).toMatch(/^no host in URL/)
})

test.for([
  ['https://bob:s3cret@hook.example.com/a?b@c', 'https://hook.example.com/a?b@c', 'bob:s3cret'],
  ['bob:s%40cret@hook.example.com', 'hook.example.com', 'bob:s@cret'],
  ['http://token@hook.example.com:8080/', 'http://hook.example.com:8080/', 'token:'],
] as const)('the user info of %s becomes a Basic header', ([given, address, userInfo]) => {
  const authHeader = `Basic ${Buffer.from(userInfo).toString('base64')}`
  expect(withoutUserInfo(given)).toEqual({ address, authHeader })
})

test('an address without user info stays as it was written', () => {
  expect(withoutUserInfo(' hook.example.com/x ')).toEqual({
    address: ' hook.example.com/x ',
    authHeader: null,
  })
})
