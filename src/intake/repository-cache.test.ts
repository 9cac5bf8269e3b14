import { expect, test } from 'vitest'
import type { DecidedEvent } from '../domain/delivery/queue.ts'
import { registryEvent } from '../../test/support/events/registry-event.ts'
import { ManualClock } from '../../test/support/manual-clock.ts'
import { createRepositoryCache } from './repository-cache.ts'

/** A cache over a repository whose last position the test sets, as other processes would. */
function cacheOver() {
  const stored = { lastSequence: 0, reads: 0 }
  const clock = new ManualClock()
  const cache = createRepositoryCache(
    {
      repository: () => {
        stored.reads++
        return Promise.resolve({ createdAtMs: 1, lastSequence: stored.lastSequence })
      },
      registry: { tagsAbout: () => Promise.resolve([]) } as never,
    },
    clock,
  )
  const event = registryEvent({ repository: 'team/app' })
  const take = async (): Promise<DecidedEvent> => {
    const { known } = await cache.of(event)
    known.underWay++
    return { event, sequence: ++known.lastSequence } as DecidedEvent
  }
  return { cache, clock, stored, take }
}

test('a repository is read once, as long as no other process takes its events', async () => {
  const { cache, stored, take } = cacheOver()
  for (const sequence of [1, 2, 3]) {
    const decided = await take()
    expect(decided.sequence).toBe(sequence)
    cache.noteStored([decided])
  }
  expect(stored.reads).toBe(1)
})

test('after a decision was overtaken, each event reads what others have stored meanwhile, for ten seconds', async () => {
  const { cache, clock, stored, take } = cacheOver()
  cache.noteStored([await take()])
  cache.noteOvertaken()

  stored.lastSequence = 7
  const decided = await take()
  expect(decided.sequence).toBe(8)
  cache.noteStored([decided])

  clock.advance(10_000)
  stored.lastSequence = 20
  expect((await take()).sequence, 'as memory has it').toBe(9)
})

test('a position that is not stored yet counts on', async () => {
  const { cache, stored, take } = cacheOver()
  cache.noteOvertaken()
  const one = await take()
  const two = await take()
  expect([one.sequence, two.sequence]).toEqual([1, 2])

  cache.noteStored([one, two])
  stored.lastSequence = 2
  expect((await take()).sequence).toBe(3)
  expect(stored.reads).toBe(2)
})
