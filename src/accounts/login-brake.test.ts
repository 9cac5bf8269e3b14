import { expect, test } from 'vitest'
import type { LoginTries, Tries } from '../domain/people/login-tries.ts'
import { storeUnavailable } from '../domain/errors.ts'
import { type LoginTry, createLoginBrake, networkOf } from './login-brake.ts'

const HERE = '192.0.2.1'

/** Counts as a database keeps them. */
class KeptTries implements LoginTries {
  readonly kept = new Map<string, Tries>()
  isAway = false
  changes = 0

  async of(keys: readonly string[]) {
    return new Map(
      keys.flatMap((key) => {
        const tries = this.kept.get(key)
        return tries === undefined ? [] : [[key, tries] as const]
      }),
    )
  }

  async change(keys: readonly string[], change: (tries: Map<string, Tries>) => void) {
    this.changes++
    await new Promise(setImmediate)
    if (this.isAway) throw storeUnavailable(new Error('away'))
    const tries = await this.of(keys)
    change(tries)
    for (const key of keys) this.kept.delete(key)
    for (const [key, one] of tries) this.kept.set(key, one)
  }
}

function setUp() {
  let nowMs = 1_000_000
  const loginTries = new KeptTries()
  const now = () => nowMs
  const brakes = [createLoginBrake({ loginTries, now }), createLoginBrake({ loginTries, now })] as const
  const startIn = (process: 0 | 1, name = 'anna', address = HERE, isRelayed = false): Promise<LoginTry> =>
    brakes[process].start(name, { address, isRelayed })
  const start = (name?: string, address?: string, isRelayed?: boolean) => startIn(0, name, address, isRelayed)
  return {
    loginTries,
    start,
    startIn,
    look: (process: 0 | 1) => brakes[process].assertMayStart('anna', { address: HERE, isRelayed: false }),
    /** Tries again and again, each time after as long a wait as it takes. */
    fail: async (times: number) => {
      for (let time = 0; time < times; time++) {
        try {
          await start()
        } catch {
          nowMs += 15 * 60_000
          await start()
        }
      }
    },
    pass: (ms: number) => void (nowMs += ms),
  }
}

test('five tries are free, the next waits a second, each further one twice as long, up to a quarter of an hour', async () => {
  const { start, pass, fail } = setUp()
  for (let time = 0; time < 5; time++) await start()
  await expect(start()).rejects.toThrow('try again in 1 s')
  pass(1000)
  await start()
  await expect(start()).rejects.toThrow('try again in 2 s')
  pass(2000)
  await start()
  await expect(start()).rejects.toThrow('try again in 4 s')
  await fail(40)
  await expect(start()).rejects.toThrow('try again in 900 s')
})

test('a try counts when it starts, however it will end, so that guesses in parallel are as slow as others', async () => {
  const { start } = setUp()
  const underWay = await Promise.all([1, 2, 3, 4, 5].map(() => start()))
  await expect(start()).rejects.toThrow('too many')
  await underWay[0]?.withdrawn()
  await start()
  await expect(start()).rejects.toThrow('too many')
})

test('the wait begins when the password was found wrong, however long that took', async () => {
  const { start, pass } = setUp()
  const tries = await Promise.all([1, 2, 3, 4, 5].map(() => start()))
  pass(5000)
  await Promise.all(tries.map(({ failed }) => failed()))
  await expect(start()).rejects.toThrow('try again in 1 s')
})

test('neither the owner elsewhere nor others at the address are held up by it', async () => {
  const { fail, start } = setUp()
  await fail(20)
  await start('anna', '198.51.100.7')
  await start('bob')
})

test('an address that tries many names is held up', async () => {
  const { start } = setUp()
  for (let name = 0; name < 50; name++) await start(`user-${name}`)
  await expect(start('bob')).rejects.toThrow('too many')
})

test('an address from which an account has not failed is never held up by guesses from elsewhere', async () => {
  const { start } = setUp()
  for (let host = 0; host < 1000; host++) await start('anna', `198.51.${host >> 8}.${host & 255}`)
  await start('anna', '203.0.113.1')
})

test('guesses from very many addresses make the second one of each of them wait, and prolong nobody’s wait', async () => {
  const { start, pass } = setUp()
  await start('anna', '203.0.113.1')
  for (let host = 0; host < 104; host++) await start('anna', `198.51.100.${host}`)
  await expect(start('anna', '203.0.113.1')).rejects.toThrow('try again in 32 s')
  await expect(start('anna', '198.51.100.1')).rejects.toThrow('try again in 32 s')
  pass(31_000)
  await expect(start('anna', '203.0.113.1')).rejects.toThrow('try again in 1 s')
  await (await start('anna', '198.51.100.200')).withdrawn()
  pass(1000)
  await start('anna', '203.0.113.1')
})

test('behind an undeclared proxy the tries of an account count, and not those of the address that all share', async () => {
  const { start } = setUp()
  for (let name = 0; name < 60; name++) await start(`user-${name}`, HERE, true)
  await start('bob', HERE, true)
  for (let time = 0; time < 5; time++) await start('anna', HERE, true)
  await expect(start('anna', HERE, true)).rejects.toThrow('too many')
})

test('a success, and a quarter of an hour without tries, clear the account', async () => {
  const { fail, start, pass } = setUp()
  await fail(5)
  pass(1000)
  await (await start()).succeeded()
  for (let time = 0; time < 5; time++) await start()
  await expect(start()).rejects.toThrow('too many')
  pass(16 * 60_000)
  expect((await start()).rank).toBe(-1)
})

test('who has logged in from an address goes first, then who has tried least', async () => {
  const { start } = setUp()
  expect((await start('anna', '203.0.113.1')).rank).toBe(0)
  expect((await start('bob', '203.0.113.1')).rank).toBe(1)
  expect((await start('carla')).rank).toBe(0)
  await (await start('dora', '203.0.113.9')).succeeded()
  expect((await start('dora', '203.0.113.9')).rank).toBe(-1)
})

test('made-up names push no waiting account out', async () => {
  const { start } = setUp()
  for (let time = 0; time < 5; time++) await start('anna', HERE, true)
  for (let name = 0; name < 20_000; name++) await start(`user-${name}`, HERE, true)
  await expect(start('anna', HERE, true)).rejects.toThrow('too many')
})

test('several processes count together: a guesser who asks both gets no more tries', async () => {
  const { startIn, pass } = setUp()
  for (const process of [0, 1, 0, 1, 0] as const) await (await startIn(process)).failed()
  for (const process of [0, 1] as const) await expect(startIn(process)).rejects.toThrow('try again in 1 s')
  pass(1000)
  await (await startIn(1)).failed()
  await expect(startIn(0)).rejects.toThrow('try again in 2 s')
})

test('guesses at several processes at the same time are no way around it', async () => {
  const { startIn } = setUp()
  const guesses = Array.from({ length: 40 }, (_, guess) => startIn(guess % 2 === 0 ? 0 : 1))
  const started = (await Promise.allSettled(guesses)).filter(({ status }) => status === 'fulfilled')
  expect(started).toHaveLength(5)
})

test('a password that one process remembers is not compared while the guesser has to wait for tries at another', async () => {
  const { startIn, look } = setUp()
  await look(1)
  for (let time = 0; time < 5; time++) await (await startIn(0)).failed()
  await expect(look(1)).rejects.toThrow('try again in 1 s')
})

test('a success in one process ends the wait for all', async () => {
  const { startIn } = setUp()
  for (let time = 0; time < 4; time++) await (await startIn(0)).failed()
  await (await startIn(1)).succeeded()
  for (let time = 0; time < 4; time++) await (await startIn(1)).failed()
  await startIn(1)
  await expect(startIn(1)).rejects.toThrow('too many')
})

test('who is refused asks the database no more until the wait is over', async () => {
  const { startIn, loginTries } = setUp()
  for (let time = 0; time < 5; time++) await (await startIn(0)).failed()
  await expect(startIn(1)).rejects.toThrow('too many')
  const asked = loginTries.changes
  for (let time = 0; time < 100; time++) await expect(startIn(1)).rejects.toThrow('too many')
  expect(loginTries.changes).toBe(asked)
})

test('while the database cannot be written, each process counts for itself', async () => {
  const { startIn, loginTries } = setUp()
  loginTries.isAway = true
  for (let time = 0; time < 5; time++) await (await startIn(0)).failed()
  await expect(startIn(0)).rejects.toThrow('too many')
  await (await startIn(1)).succeeded()
})

test('neither a name nor an address stands in the database', async () => {
  const { startIn, loginTries } = setUp()
  await startIn(0, 'a password in the wrong field')
  for (const key of loginTries.kept.keys()) expect(key).toMatch(/^[\w-]{22}$/)
  expect(loginTries.kept.size).toBe(3)
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
