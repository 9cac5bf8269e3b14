import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.ts'
import { SourceShares } from './source-shares.ts'

const KIB = 1024
/** What a source may have under way at the beginning. */
const SHARE = 128 * KIB

function newShares(): { readonly shares: SourceShares; readonly clock: ManualClock } {
  const clock = new ManualClock()
  return { shares: new SourceShares(clock), clock }
}

/** Notes by name who has entered. */
function entering(shares: SourceShares, entered: string[]) {
  return async (name: string, bytes = 2048, source = 1): Promise<() => void> => {
    const leave = await shares.enter(source, bytes)
    entered.push(name)
    return leave
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what goes beyond the share of a source waits, in its order, and others do not', async () => {
  const { shares } = newShares()
  const entered: string[] = []
  const enter = entering(shares, entered)
  const leave = await enter('first', SHARE)
  const waiting = [enter('second'), enter('third')]
  await enter('other', 2048, 2)
  expect(entered).toEqual(['first', 'other'])

  leave()
  await Promise.all(waiting)

  expect(entered).toEqual(['first', 'other', 'second', 'third'])
})

test('a call that leaves twice makes room once', async () => {
  const { shares } = newShares()
  const entered: string[] = []
  const enter = entering(shares, entered)
  const [leave] = await Promise.all([enter('a', SHARE / 2), enter('b', SHARE / 2)])
  void enter('c', SHARE / 2)
  void enter('d', SHARE / 2)
  leave()
  leave()
  await turn()
  expect(entered).toEqual(['a', 'b', 'c'])
})

test('small calls count as two kilobytes', async () => {
  const { shares } = newShares()
  const entered: string[] = []
  const enter = entering(shares, entered)
  for (let call = 0; call < 65; call++) void enter(String(call), 1)
  await turn()
  expect(entered).toHaveLength(64)
})

test('a source with nothing under way never waits, however much it sends', async () => {
  const { shares } = newShares()
  const leave = await shares.enter(1, 10 * SHARE)
  leave()
  await shares.enter(1, 10 * SHARE)
})

test('a call whose turn does not come within ten seconds is refused, and says when to try again', async () => {
  const { shares, clock } = newShares()
  await shares.enter(1, SHARE)
  const late = expect(shares.enter(1, 2048)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    retryAfterSeconds: 1,
  })
  clock.advance(10_000)
  await late
})

test('a call that was refused takes no turn', async () => {
  const { shares, clock } = newShares()
  const entered: string[] = []
  const enter = entering(shares, entered)
  const leave = await enter('first', SHARE)
  const refused = expect(enter('refused')).rejects.toThrow()
  clock.advance(9999)
  const waiting = enter('waiting')
  clock.advance(1)
  await refused
  leave()
  await waiting
  expect([entered, clock.waiting]).toEqual([['first', 'waiting'], 0])
})
