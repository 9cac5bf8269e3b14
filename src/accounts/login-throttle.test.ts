import { expect, test } from 'vitest'
import { createLoginThrottle } from './login-throttle.ts'

function setUp() {
  let nowMs = 1_000_000
  const throttle = createLoginThrottle(() => nowMs)
  return {
    ...throttle,
    fail: (times: number, name = 'anna', address = '192.0.2.1') => {
      for (let time = 0; time < times; time++) throttle.failed(name, address)
    },
    pass: (ms: number) => void (nowMs += ms),
  }
}

test('the fifth failure costs a second, each further one twice as much, up to a quarter of an hour', () => {
  const { fail, pass, assertMayTry } = setUp()
  fail(4)
  expect(() => assertMayTry('anna', '192.0.2.1')).not.toThrow()
  fail(1)
  expect(() => assertMayTry('anna', '192.0.2.1')).toThrow('try again in 1 s')
  pass(1000)
  expect(() => assertMayTry('anna', '192.0.2.1')).not.toThrow()
  fail(2)
  expect(() => assertMayTry('anna', '192.0.2.1')).toThrow('try again in 4 s')
  fail(40)
  expect(() => assertMayTry('anna', '192.0.2.1')).toThrow('try again in 900 s')
})

test('neither the owner elsewhere nor others at the address are held up by it', () => {
  const { fail, assertMayTry } = setUp()
  fail(20)
  expect(() => assertMayTry('anna', '198.51.100.7')).not.toThrow()
  expect(() => assertMayTry('bob', '192.0.2.1')).not.toThrow()
})

test('an address that tries many names is held up, and so is a name that many addresses try', () => {
  const { failed, assertMayTry } = setUp()
  for (let name = 0; name < 50; name++) failed(`user-${name}`, '192.0.2.1')
  expect(() => assertMayTry('bob', '192.0.2.1')).toThrow('too many')
  for (let host = 0; host < 100; host++) failed('carla', `198.51.100.${host}`)
  expect(() => assertMayTry('carla', '203.0.113.1')).toThrow('too many')
})

test('a success, and a quarter of an hour without failures, make all well again', () => {
  const { fail, pass, succeeded, assertMayTry } = setUp()
  fail(6)
  succeeded('anna', '192.0.2.1')
  expect(() => assertMayTry('anna', '192.0.2.1')).not.toThrow()
  fail(30)
  pass(30 * 60_000)
  fail(1)
  expect(() => assertMayTry('anna', '192.0.2.1')).not.toThrow()
})
