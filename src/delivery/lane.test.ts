import { expect, test } from 'vitest'
import { leasedDelivery } from '../../test/support/events/leased-delivery.ts'
import { ManualClock } from '../../test/support/manual-clock.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import { HeldBudget } from './held-budget.ts'
import { Lane } from './lane.ts'
import type { LaneHost } from './lane-host.ts'
import { UNPACED } from './pacing.ts'
import { Senders } from './senders.ts'

const GATHERING = { limit: null, gatherMs: 1000 }

/** A host that only notes each request, so that the test decides when it is carried out. */
class IdleHost implements LaneHost<Lane> {
  readonly clock = new ManualClock()
  readonly budget = new HeldBudget(1_000_000)
  readonly senders: Senders<Lane>
  lookUps = 0
  claims = 0
  forgotten = 0
  closed = false
  /** The ids of the deliveries of each attempt. */
  readonly attempts: number[][] = []
  readonly returned: number[][] = []

  constructor(mostAttempts: number) {
    this.senders = new Senders(mostAttempts, this.clock)
  }

  isClosed = (): boolean => this.closed

  lookUpPace(): void {
    this.lookUps++
  }

  claimFor(): void {
    this.claims++
  }

  forget(): void {
    this.forgotten++
  }

  attempt(_: Lane, first: LeasedDelivery, others: readonly LeasedDelivery[]): void {
    this.attempts.push([first, ...others].map(({ id }) => id))
  }

  giveBack(_: Lane, deliveries: readonly LeasedDelivery[]): void {
    this.returned.push(deliveries.map(({ id }) => id))
  }
}

function newLane(mostAttempts = 1_000_000): { readonly lane: Lane; readonly host: IdleHost } {
  const host = new IdleHost(mostAttempts)
  return { lane: new Lane(1, host), host }
}

/** A lane that knows its pace. */
function laneWith(pace = UNPACED): ReturnType<typeof newLane> {
  const opened = newLane()
  opened.lane.learn(pace)
  return opened
}

/** Starts as many deliveries as given, with the ids 1, 2, …; each had its slot reserved. */
function start(lane: Lane, count: number): void {
  const reserved = Array.from({ length: count }, () => lane.reserve())
  expect(reserved).not.toContain(false)
  for (let id = 1; id <= count; id++) lane.start(leasedDelivery(id))
}

test('a lane is idle only while nothing is held, waits, or is asked for', () => {
  const { lane, host } = newLane()
  expect(lane.isIdle).toBe(true)
  lane.reserve()
  expect(lane.isIdle).toBe(false)
  lane.start(leasedDelivery(1))
  expect(lane.isIdle).toBe(false)
  lane.learn(UNPACED)
  expect(host.attempts).toEqual([[1]])
  expect(lane.isIdle).toBe(false)
  lane.expect(host.clock.now() + 1)
  lane.ended({ succeeded: true, durationMs: 1, restUntilMs: null, contact: 'answered' })
  expect(lane.isIdle).toBe(false)
  lane.beginClaim()
  expect(lane.isIdle).toBe(false)
  lane.endClaim(null)
  expect(lane.isIdle).toBe(true)
})

test('a lane is forgotten as soon as it is idle, not while the store is asked', () => {
  const { lane, host } = newLane()
  lane.beginClaim()
  lane.learn(UNPACED)
  expect([lane.isIdle, host.forgotten]).toEqual([false, 0])
  lane.endClaim(null)
  expect([lane.isIdle, host.forgotten]).toEqual([true, 1])
})

test('nothing starts before the pace is known, which is looked up once', () => {
  const { lane, host } = newLane()
  start(lane, 3)
  lane.expect(host.clock.now())
  expect([host.lookUps, host.attempts, host.claims]).toEqual([1, [], 0])

  lane.learn(UNPACED)

  expect([host.lookUps, host.attempts, host.claims]).toEqual([1, [[1], [2], [3]], 1])
})

test('a pace that may have changed is looked up before the next delivery starts', () => {
  const { lane, host } = laneWith()
  lane.forgetPace()
  start(lane, 1)
  expect([host.lookUps, host.attempts]).toEqual([1, []])
  lane.learn(UNPACED)
  expect(host.attempts).toEqual([[1]])
})

test('the store is asked once something is due, by one timer, the earliest', () => {
  const { lane, host } = laneWith()
  const nowMs = host.clock.now()
  lane.expect(nowMs + 1000)
  lane.expect(nowMs + 2000)
  lane.expect(nowMs + 500)
  expect(host.clock.waiting).toBe(1)
  host.clock.advance(499)
  expect(host.claims).toBe(0)
  host.clock.advance(1)
  expect([host.claims, host.clock.waiting]).toEqual([1, 0])
})

test('a due delivery that has no room is claimed as soon as attempts that end leave some', () => {
  const { lane, host } = laneWith()
  start(lane, 8)
  lane.expect(host.clock.now())
  lane.ended({ succeeded: false, durationMs: 1, restUntilMs: null, contact: 'answered' })
  for (let ended = 0; ended < 2; ended++)
    lane.ended({ succeeded: true, durationMs: 1, restUntilMs: null, contact: 'answered' })
  expect(host.claims).toBe(1)
})

test('a due delivery that has no room is claimed as soon as a reserved slot is released', () => {
  const { lane, host } = laneWith()
  for (let reserved = 0; reserved < 8; reserved++) lane.reserve()
  lane.expect(host.clock.now())
  expect(host.claims).toBe(0)
  lane.release()
  expect(host.claims).toBe(1)
})

test('there is one claim at a time, and a delivery that becomes due meanwhile is claimed after it', () => {
  const { lane, host } = laneWith()
  const nowMs = host.clock.now()
  lane.expect(nowMs)
  expect([host.claims, lane.beginClaim()]).toEqual([1, { room: 8 }])
  lane.expect(nowMs)
  lane.expect(nowMs - 1)
  expect(host.claims).toBe(1)
  lane.endClaim(nowMs)
  expect(host.claims).toBe(2)
})

test('a delivery that is announced while the store is asked is asked for once more, though the store has not seen it', () => {
  const { lane, host } = laneWith()
  lane.expect(host.clock.now())
  lane.beginClaim()
  lane.expect(host.clock.now())
  lane.endClaim(null)
  expect([host.claims, lane.isIdle]).toEqual([2, false])
  lane.beginClaim()
  lane.endClaim(null)
  expect([host.claims, lane.isIdle]).toEqual([2, true])
})

test('nobody gets a slot while others wait in the store', () => {
  const { lane, host } = laneWith()
  lane.expect(host.clock.now() + 1)
  expect(lane.reserve()).toBe(true)
  host.clock.advance(1)
  expect(lane.reserve()).toBe(false)
  lane.beginClaim()
  expect(lane.reserve()).toBe(false)
  lane.endClaim(null)
  expect(lane.reserve()).toBe(true)
})

test('claimed deliveries start when the claim ends, and slots that stayed empty are free again', () => {
  const { lane, host } = laneWith()
  lane.expect(host.clock.now())
  lane.beginClaim()
  for (const id of [1, 2, 3]) lane.admit(leasedDelivery(id))
  expect(host.attempts).toEqual([])

  lane.endClaim(null)

  expect(host.attempts).toEqual([[1], [2], [3]])
  expect(lane.beginClaim()).toEqual({ room: 5 })
})

test('a store that did not answer is asked again at the time given', () => {
  const { lane, host } = laneWith()
  lane.expect(host.clock.now())
  lane.beginClaim()
  lane.endClaim(host.clock.now() + 1000)
  host.clock.advance(999)
  expect(host.claims).toBe(1)
  host.clock.advance(1)
  expect([host.claims, lane.beginClaim()]).toEqual([2, { room: 8 }])
})

test('deliveries that cannot start soon after a failure are given back, and start here if the store cannot take them', () => {
  const { lane, host } = laneWith()
  start(lane, 20)
  lane.ended({ succeeded: false, durationMs: 1, restUntilMs: null, contact: 'answered' })
  expect(host.returned).toEqual([[13, 14, 15, 16, 17, 18, 19, 20]])

  lane.takeBack([leasedDelivery(13)])
  for (let ended = 0; ended < 7; ended++)
    lane.ended({ succeeded: true, durationMs: 1, restUntilMs: null, contact: 'answered' })

  expect(host.attempts.slice(8)).toEqual([[9], [10], [11], [12], [13]])
})

test('a receiver that asks for a rest gets nothing meanwhile, and the store is asked when it ends', () => {
  const { lane, host } = laneWith()
  start(lane, 10)
  const nowMs = host.clock.now()
  lane.ended({ succeeded: false, durationMs: 1, restUntilMs: nowMs + 5000, contact: 'answered' })
  lane.expect(nowMs)
  expect([host.returned, host.attempts.length, host.claims]).toEqual([[[9, 10]], 8, 0])
  for (let ended = 0; ended < 7; ended++)
    lane.ended({ succeeded: true, durationMs: 1, restUntilMs: null, contact: 'answered' })
  expect([host.claims, host.clock.waiting, lane.reserve()]).toEqual([0, 1, false])

  host.clock.advance(5000)

  expect(host.claims).toBe(1)
})

test('a lane that gathers sends deliveries that came together in one attempt', () => {
  const { lane, host } = laneWith(GATHERING)
  lane.expect(host.clock.now())
  host.clock.advance(999)
  expect([host.claims, lane.reserve()]).toEqual([0, false])
  host.clock.advance(1)
  expect([host.claims, lane.beginClaim()]).toEqual([1, { room: 100 }])
  for (const id of [1, 2, 3]) lane.admit(leasedDelivery(id))
  lane.endClaim(null)
  expect(host.attempts).toEqual([[1, 2, 3]])
})

test('deliveries that were taken before anyone knew that the lane gathers go back', () => {
  const { lane, host } = newLane()
  start(lane, 3)
  lane.learn(GATHERING)
  expect([host.returned, host.attempts]).toEqual([[[1, 2, 3]], []])
})

test('a closed lane waits for nothing and hands out the deliveries that have not started', () => {
  const { lane, host } = laneWith()
  start(lane, 10)
  lane.expect(host.clock.now() + 1000)
  host.closed = true
  expect(lane.close().map(({ id }) => id)).toEqual([9, 10])
  lane.expect(host.clock.now())
  lane.ended({ succeeded: true, durationMs: 1, restUntilMs: null, contact: 'answered' })
  expect([host.clock.waiting, host.claims, host.attempts.length]).toEqual([0, 0, 8])
})

const SILENT = { succeeded: false, durationMs: 1, restUntilMs: null, contact: 'silent' } as const
const ANSWERED = { ...SILENT, contact: 'answered' } as const

/** A delivery whose first attempt was made. */
const begun = (id: number): LeasedDelivery => ({ ...leasedDelivery(id), attempt: 2, failures: 1 })

/** A lane whose breaker has just opened; nothing is in it. */
function laneWithOpenBreaker(): ReturnType<typeof newLane> {
  const opened = laneWith()
  const { lane, host } = opened
  for (let id = 1; id <= 20; id++) {
    lane.reserve()
    lane.start(begun(id))
    const change = lane.ended(SILENT)
    expect(change).toBe(id < 20 ? null : 'opened')
    if (id < 20) host.clock.advance(4000)
  }
  lane.beginClaim()
  lane.endClaim(null)
  host.attempts.length = 0
  host.claims = 0
  return opened
}

test('a lane with an open breaker gives no slots, and claims only deliveries that were attempted', () => {
  const { lane, host } = laneWithOpenBreaker()
  expect([lane.reserve(), lane.isIdle]).toEqual([false, false])
  lane.expect(host.clock.now())
  expect([host.claims, lane.beginClaim()]).toEqual([1, { room: 1, fresh: 0 }])
  lane.admit(begun(1))
  lane.endClaim(null)
  expect(host.attempts).toEqual([[1]])
})

test('a lane whose breaker opens returns what was not attempted, also what comes later', () => {
  const { lane, host } = laneWith()
  start(lane, 9)
  for (let failed = 0; failed < 7; failed++) lane.ended(ANSWERED)
  const late = Array.from({ length: 20 }, (_, index) => begun(100 + index))
  for (const delivery of late) {
    lane.takeBack([delivery])
    lane.ended(SILENT)
    host.clock.advance(4000)
  }
  host.returned.length = 0
  lane.takeBack([begun(200)])
  lane.start(leasedDelivery(50))
  expect(host.returned).toEqual([[50]])
})

test('one of the deliveries that wait for an open breaker goes out as a probe, 5 seconds after the last attempt', () => {
  const { lane, host } = laneWithOpenBreaker()
  lane.expect(host.clock.now())
  lane.beginClaim()
  lane.endClaim(null, true)
  host.clock.advance(4999)
  expect(host.claims).toBe(1)
  host.clock.advance(1)
  expect([host.claims, lane.beginClaim()]).toEqual([2, { room: 1, fresh: 1 }])
  lane.admit(leasedDelivery(1))
  lane.endClaim(null, true)
  expect([host.attempts, host.returned]).toEqual([[[1]], []])

  expect(lane.ended(ANSWERED)).toBe('closed')
  expect([host.claims, lane.beginClaim()]).toEqual([3, { room: 1 }])
})

test('the store is not asked again and again for a probe that it does not have', () => {
  const { lane, host } = laneWithOpenBreaker()
  host.clock.advance(60_000)
  for (let asked = 1; asked <= 3; asked++) {
    lane.expect(host.clock.now())
    lane.beginClaim()
    lane.endClaim(null, true)
    expect(host.claims).toBe(asked)
    host.clock.advance(999)
    expect(host.claims).toBe(asked)
  }
})

test('an open breaker closes when its target is reached in another way', () => {
  const { lane, host } = laneWithOpenBreaker()
  lane.learn(UNPACED, 'one way')
  host.lookUps = 0
  lane.forgetPace()
  expect([host.lookUps, lane.learn(UNPACED, 'one way')]).toEqual([1, false])
  lane.forgetPace()
  expect([host.lookUps, lane.learn(UNPACED), lane.learn(UNPACED, 'another way')]).toEqual([2, false, true])
  expect(lane.beginClaim()).toEqual({ room: 1 })
})

test('a lane that waits for a sender gets no slot from intake, and goes on when it has its turn', () => {
  const { lane, host } = newLane(1)
  lane.learn(UNPACED)
  start(lane, 3)
  expect(host.attempts).toEqual([[1]])
  expect(lane.reserve()).toBe(false)
  host.senders.ended(1, { isExhausted: false })
  host.senders.ended(1, { isExhausted: false })
  expect(host.attempts).toEqual([[1], [2], [3]])
  expect(lane.reserve()).toBe(true)
})

test('the turn of a lane that does not know its pace goes to others, and it asks for another one later', () => {
  const { lane, host } = newLane(1)
  lane.learn(UNPACED)
  start(lane, 2)
  lane.forgetPace()
  host.senders.ended(1, { isExhausted: false })
  expect([host.attempts, host.senders.isWaiting(lane)]).toEqual([[[1]], false])
  lane.learn(UNPACED)
  expect(host.attempts).toEqual([[1], [2]])
})
