import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.ts'
import { Senders, type Sending } from './senders.ts'

const QUANTUM_MS = 10
const ended = { isExhausted: false }

/** Lanes of some projects that share senders, and the attempts that they have started. */
class Port {
  readonly clock = new ManualClock()
  readonly senders: Senders<TestLane>
  /** Attempts under way, oldest first. */
  readonly underWay: TestLane[] = []
  /** The lanes of all attempts, in the order in which they started. */
  readonly started: TestLane[] = []

  constructor(most: number) {
    this.senders = new Senders(most, this.clock)
  }

  lane(projectId: number, { waiting = Infinity, costMs = QUANTUM_MS } = {}): TestLane {
    return new TestLane(this, projectId, waiting, costMs)
  }

  /** Ends an attempt that is under way. */
  end(lane = this.underWay[0], how = ended): void {
    if (lane === undefined) throw new Error('no attempt is under way')
    this.underWay.splice(this.underWay.indexOf(lane), 1)
    this.senders.ended(lane.projectId, how)
    lane.startNext()
  }
}

class TestLane implements Sending {
  readonly projectId: number
  readonly lastAttemptMs: number
  readonly #port: Port
  #waiting: number

  constructor(port: Port, projectId: number, waiting: number, costMs: number) {
    this.#port = port
    this.projectId = projectId
    this.lastAttemptMs = costMs
    this.#waiting = waiting
  }

  get upNext(): Pick<TestLane, 'projectId'> | undefined {
    return this.#waiting > 0 ? this : undefined
  }

  startNext(): void {
    while (this.upNext !== undefined && this.#port.senders.take(this, this.projectId)) this.takeTurn()
  }

  takeTurn(): void {
    this.#waiting--
    this.#port.started.push(this)
    this.#port.underWay.push(this)
  }

  /** What waits goes elsewhere. */
  letGo(): void {
    this.#waiting = 0
  }
}

const projectsOf = (lanes: readonly TestLane[]): readonly number[] => lanes.map(({ projectId }) => projectId)

test('every attempt starts at once while places are free', () => {
  const port = new Port(16)
  port.lane(1, { waiting: 14 }).startNext()
  expect(port.underWay).toHaveLength(14)
  expect(port.senders.counts).toEqual({
    attemptsUnderWay: 14,
    attemptsLimit: 16,
    targetsWaiting: 0,
    turns: 0,
  })
})

test('the last places are for projects that have no attempt under way', () => {
  const port = new Port(16)
  const many = port.lane(1)
  many.startNext()
  expect(port.underWay).toHaveLength(14)
  for (const project of [2, 3, 4]) port.lane(project).startNext()
  expect(projectsOf(port.started).slice(14)).toEqual([2, 3])
  expect(port.senders.waiting).toHaveLength(4)
})

test('a project that has no attempt under way gets the next place that is free', () => {
  const port = new Port(16)
  const many = port.lane(1)
  many.startNext()
  for (const project of [2, 3, 4]) port.lane(project).startNext()
  port.end(many)
  expect(projectsOf(port.started).at(-1)).toBe(4)
})

test('projects take turns, however many lanes each of them has', () => {
  const port = new Port(4)
  for (let count = 0; count < 500; count++) port.lane(1).startNext()
  port.lane(2).startNext()
  for (let turns = 0; turns < 8; turns++) port.end()
  expect(projectsOf(port.started).slice(4)).toEqual([1, 2, 1, 2, 1, 2, 1, 2])
})

test('lanes of one project take turns', () => {
  const port = new Port(1)
  const lanes = [port.lane(1), port.lane(1), port.lane(1)]
  for (const lane of lanes) lane.startNext()
  for (let turns = 0; turns < 6; turns++) port.end()
  expect(port.started.map((lane) => lanes.indexOf(lane))).toEqual([0, 0, 1, 2, 0, 1, 2])
})

test('a lane that has nothing left to start is passed over', () => {
  const port = new Port(1)
  const [first, second, third] = [port.lane(1, { waiting: 1 }), port.lane(1), port.lane(1)]
  for (const lane of [first, second, third]) lane.startNext()
  second.letGo()
  port.end(first)
  expect(port.underWay).toEqual([third])
  expect(port.senders.isWaiting(second)).toBe(false)
})

test('an attempt that finds no descriptor lowers the limit to what is under way, for a second', () => {
  const port = new Port(32)
  const lanes = Array.from({ length: 40 }, (_, index) => port.lane(index % 4, { waiting: 1 }))
  for (const lane of lanes) lane.startNext()
  expect(port.underWay).toHaveLength(28)
  for (let failed = 0; failed < 8; failed++) port.end(port.underWay[0], { isExhausted: true })
  expect(port.senders.counts).toMatchObject({ attemptsUnderWay: 20, attemptsLimit: 20, targetsWaiting: 12 })
  port.clock.advance(1000)
  expect(port.senders.counts).toMatchObject({ attemptsUnderWay: 28, attemptsLimit: 32, targetsWaiting: 4 })
})

const someProjects = fc.array(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 }), {
  minLength: 2,
  maxLength: 6,
})

test('no project waits for more turns than its last attempt took in rounds, whatever ends first', () => {
  fc.assert(
    fc.property(
      someProjects,
      fc.integer({ min: 1, max: 7 }),
      fc.infiniteStream(fc.nat()),
      (projects, most, picks) => {
        const port = new Port(most)
        for (const [projectId, costs] of projects.entries())
          for (const costMs of costs) port.lane(projectId, { costMs }).startNext()
        for (let turns = 0; turns < 1000; turns++) {
          const pick = picks.next().value ?? 0
          port.end(port.underWay[pick % port.underWay.length])
        }
        expect(port.underWay).toHaveLength(most)
        const order = projectsOf(port.started).slice(most)
        const perRound = projects.map((costs) => Math.ceil(QUANTUM_MS / Math.min(...costs)))
        const ofAll = perRound.reduce((sum, each) => sum + each)
        for (const [projectId, costs] of projects.entries()) {
          const rounds = Math.ceil(Math.max(...costs) / QUANTUM_MS) + 1
          expect(longestWait(order, projectId)).toBeLessThanOrEqual(rounds * ofAll)
        }
      },
    ),
    { numRuns: 50 },
  )
})

/** The most turns of others before one of the project, which comes at last. */
function longestWait(order: readonly number[], projectId: number): number {
  let longest = 0
  let waited = 0
  for (const each of order) {
    waited = each === projectId ? 0 : waited + 1
    longest = Math.max(longest, waited)
  }
  return longest
}
