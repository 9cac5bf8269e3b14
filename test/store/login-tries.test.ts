import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { openTestStore } from './test-store.ts'

const MINUTE_MS = 60_000

describe.each(databases)('$name', (kind) => {
  test('tries are counted under their keys, also when many are counted at the same time', async () => {
    await using stored = await openTestStore(kind)
    const { loginTries } = stored.store
    const nowMs = stored.clock.now()
    const countOne = (key: string) =>
      loginTries.change([key], (tries) =>
        tries.set(key, { count: (tries.get(key)?.count ?? 0) + 1, lastMs: nowMs }),
      )
    await Promise.all(Array.from({ length: 20 }, (_, n) => countOne(n % 2 === 0 ? 'even' : 'odd')))

    expect(await loginTries.of(['even', 'odd', 'none'])).toEqual(
      new Map([
        ['even', { count: 10, lastMs: nowMs }],
        ['odd', { count: 10, lastMs: nowMs }],
      ]),
    )
    await loginTries.change(['even'], (tries) => tries.delete('even'))
    expect([...(await loginTries.of(['even', 'odd'])).keys()]).toEqual(['odd'])
  })

  test('they outlast the process, and are forgotten after half an hour', async () => {
    await using stored = await openTestStore(kind)
    const tries = { count: 7, lastMs: stored.clock.now() }
    await stored.store.loginTries.change(['anna'], (kept) => kept.set('anna', tries))
    await stored.reopen()
    expect(await stored.store.loginTries.of(['anna'])).toEqual(new Map([['anna', tries]]))

    stored.clock.advance(30 * MINUTE_MS)
    await stored.store.loginTries.change(['bob'], () => undefined)
    expect(await stored.store.loginTries.of(['anna'])).toEqual(new Map())
  })
})
