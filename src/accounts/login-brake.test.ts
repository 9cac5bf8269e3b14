import { expect, test } from 'vitest'
import { type LoginTry, createLoginBrake, networkOf } from './login-brake.ts'

const HERE = '192.0.2.1'

function setUp() {
  let nowMs = 1_000_000
  const brake = createLoginBrake(() => nowMs)
  const start = (name = 'anna', address = HERE, isRelayed = false): LoginTry =>
    brake.start(name, { address, isRelayed })
  return {
    start,
    /** Tries again and again, each time after as long a wait as it takes. */
    fail: (times: number) => {
      for (let time = 0; time < times; time++) {
        try {
          start()
        } catch {
          nowMs += 15 * 60_000
          start()
        }
      }
    },
    pass: (ms: number) => void (nowMs += ms),
  }
}

test('five tries are free, the next waits a second, each further one twice as long, up to a quarter of an hour', () => {
  const { start, pass, fail } = setUp()
  for (let time = 0; time < 5; time++) start()
  expect(() => start()).toThrow('try again in 1 s')
  pass(1000)
  start()
  expect(() => start()).toThrow('try again in 2 s')
  pass(2000)
  start()
  expect(() => start()).toThrow('try again in 4 s')
  fail(40)
  expect(() => start()).toThrow('try again in 900 s')
})

test('a try counts when it starts, however it will end, so that guesses in parallel are as slow as others', () => {
  const { start } = setUp()
  const underWay = [1, 2, 3, 4, 5].map(() => start())
  expect(() => start()).toThrow('too many')
  underWay[0]?.withdrawn()
  start()
  expect(() => start()).toThrow('too many')
})

test('the wait begins when the password was found wrong, however long that took', () => {
  const { start, pass } = setUp()
  const tries = [1, 2, 3, 4, 5].map(() => start())
  pass(5000)
  tries.forEach(({ failed }) => failed())
  expect(() => start()).toThrow('try again in 1 s')
})

test('neither the owner elsewhere nor others at the address are held up by it', () => {
  const { fail, start } = setUp()
  fail(20)
  expect(() => start('anna', '198.51.100.7')).not.toThrow()
  expect(() => start('bob')).not.toThrow()
})

test('an address that tries many names is held up', () => {
  const { start } = setUp()
  for (let name = 0; name < 50; name++) start(`user-${name}`)
  expect(() => start('bob')).toThrow('too many')
})

test('an address from which an account has not failed is never held up by guesses from elsewhere', () => {
  const { start } = setUp()
  for (let host = 0; host < 1000; host++) start('anna', `198.51.${host >> 8}.${host & 255}`)
  expect(() => start('anna', '203.0.113.1')).not.toThrow()
})

test('guesses from very many addresses make the second one of each of them wait, and prolong nobody’s wait', () => {
  const { start, pass } = setUp()
  start('anna', '203.0.113.1')
  for (let host = 0; host < 104; host++) start('anna', `198.51.100.${host}`)
  expect(() => start('anna', '203.0.113.1')).toThrow('try again in 32 s')
  expect(() => start('anna', '198.51.100.1')).toThrow('try again in 32 s')
  pass(31_000)
  expect(() => start('anna', '203.0.113.1')).toThrow('try again in 1 s')
  start('anna', '198.51.100.200').withdrawn()
  pass(1000)
  expect(() => start('anna', '203.0.113.1')).not.toThrow()
})

test('behind an undeclared proxy the tries of an account count, and not those of the address that all share', () => {
  const { start } = setUp()
  for (let name = 0; name < 60; name++) start(`user-${name}`, HERE, true)
  expect(() => start('bob', HERE, true)).not.toThrow()
  for (let time = 0; time < 5; time++) start('anna', HERE, true)
  expect(() => start('anna', HERE, true)).toThrow('too many')
})

test('a success, and a quarter of an hour without tries, clear the account', () => {
  const { fail, start, pass } = setUp()
  fail(5)
  pass(1000)
  start().succeeded()
  for (let time = 0; time < 5; time++) start()
  expect(() => start()).toThrow('too many')
  pass(16 * 60_000)
  expect(start().rank).toBe(-1)
})

test('who has logged in from an address goes first, then who has tried least', () => {
  const { start } = setUp()
  expect(start('anna', '203.0.113.1').rank).toBe(0)
  expect(start('bob', '203.0.113.1').rank).toBe(1)
  expect(start('carla').rank).toBe(0)
  start('dora', '203.0.113.9').succeeded()
  expect(start('dora', '203.0.113.9').rank).toBe(-1)
})

test('made-up names push no waiting account out', () => {
  const { start } = setUp()
  for (let time = 0; time < 5; time++) start('anna', HERE, true)
  for (let name = 0; name < 20_000; name++) start(`user-${name}`, HERE, true)
  expect(() => start('anna', HERE, true)).toThrow('too many')
})

test.for([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0000:ffff::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
] as const)('one caller may have all addresses of its network: %s belongs to %s', ([address, network]) => {
  expect(networkOf(address)).toBe(network)
})
