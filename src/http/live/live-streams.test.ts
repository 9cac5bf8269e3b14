import type { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.ts'
import type { Topic } from '../../domain/changes.ts'
import { LiveStreams } from './live-streams.ts'

const GATHER_MS = 250
const HEARTBEAT_MS = 20_000

/** A hub on a clock that stands still, and streams whose readers take everything at once or nothing. */
class Quay implements Disposable {
  readonly clock = new ManualClock()
  readonly streams = new LiveStreams(this.clock)

  open({ listener = 'pilot', projectId = null as number | null, readmit = () => Promise.resolve() } = {}) {
    return this.streams.open({ listener, projectId, readmit })
  }

  /** A reader that has had its first notice. */
  async listen(options: Parameters<Quay['open']>[0] = {}): Promise<string[]> {
    const heard = listenTo(this.open(options))
    await this.advance(GATHER_MS)
    heard.length = 0
    return heard
  }

  async advance(byMs: number): Promise<void> {
    await turn()
    this.clock.advance(byMs)
    await turn()
  }

  [Symbol.dispose](): void {
    this.streams[Symbol.dispose]()
  }
}

function listenTo(body: Readable): string[] {
  const heard: string[] = []
  body.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
  return heard
}

const change = (topics: readonly Topic[], project_ids?: readonly number[]): string =>
  `event: change\ndata: ${JSON.stringify({ topics, project_ids })}\n\n`
const heartbeat = 'event: heartbeat\ndata: {}\n\n'

describe('live streams', () => {
  test('begin with a notice about everything, for what changed while they were being opened', async () => {
    using quay = new Quay()
    const heard = listenTo(quay.open())
    await quay.advance(GATHER_MS)
    expect(heard).toEqual(['retry: 3000\n\n', change(['events', 'deliveries', 'rules', 'problems'])])
  })

  test('gather what changes within a quarter of a second into one notice', async () => {
    using quay = new Quay()
    const heard = await quay.listen()
    for (let projectId = 1; projectId <= 3; projectId++) {
      for (let times = 0; times < 100; times++) quay.streams.publish('deliveries', projectId)
    }
    await quay.advance(GATHER_MS - 1)
    expect(heard).toEqual([])
    await quay.advance(1)
    expect(heard).toEqual([change(['deliveries'], [1, 2, 3])])
  })

  test('say nothing while nothing changes but that they are there', async () => {
    using quay = new Quay()
    const heard = await quay.listen()
    await quay.advance(HEARTBEAT_MS)
    await quay.advance(HEARTBEAT_MS)
    expect(heard).toEqual([heartbeat, heartbeat])
  })

  test('of a project tell of that project and of what is about all', async () => {
    using quay = new Quay()
    const heard = await quay.listen({ projectId: 1 })
    quay.streams.publish('events', 2)
    await quay.advance(GATHER_MS)
    quay.streams.publish('events', 1)
    await quay.advance(GATHER_MS)
    quay.streams.publish('rules', null)
    await quay.advance(GATHER_MS)
    expect(heard).toEqual([change(['events']), change(['rules'])])
  })

  test('name no projects when there are many', async () => {
    using quay = new Quay()
    const heard = await quay.listen()
    for (let projectId = 1; projectId <= 51; projectId++) quay.streams.publish('events', projectId)
    await quay.advance(GATHER_MS)
    expect(heard).toEqual([change(['events'])])
  })

  test('hold one notice for a reader that is behind, whatever happens meanwhile', async () => {
    using quay = new Quay()
    const body = quay.open()
    for (let times = 0; times < 1000; times++) {
      quay.streams.publish('events', times)
      await quay.advance(GATHER_MS / 100)
    }
    expect(body.readableLength).toBeLessThan(100)
    const heard = listenTo(body)
    await quay.advance(GATHER_MS)
    expect(heard).toEqual(['retry: 3000\n\n', change(['events', 'deliveries', 'rules', 'problems'])])
  })

  test('give up a reader that has taken nothing between two heartbeats, and no other', async () => {
    using quay = new Quay()
    await quay.listen()
    const stuck = quay.open()
    await quay.advance(HEARTBEAT_MS)
    expect(stuck.destroyed).toBe(false)
    await quay.advance(HEARTBEAT_MS)
    expect(stuck.destroyed).toBe(true)
    expect(quay.streams.isWatched).toBe(true)
  })

  test('end when their listener is not let in any more, at once when rights have changed, else at a heartbeat', async () => {
    using quay = new Quay()
    const forbidden = new Set<string>()
    const readmit = (name: string) => () =>
      forbidden.has(name) ? Promise.reject(new Error('forbidden')) : Promise.resolve()
    const [first, second, third] = ['first', 'second', 'third'].map((listener) =>
      quay.open({ listener, readmit: readmit(listener) }),
    )
    forbidden.add('first')
    quay.streams.rightsChanged()
    await quay.advance(GATHER_MS)
    expect([first, second, third].map((body) => body!.destroyed)).toEqual([true, false, false])
    forbidden.add('second')
    await quay.advance(HEARTBEAT_MS)
    await quay.advance(GATHER_MS)
    expect([first, second, third].map((body) => body!.destroyed)).toEqual([true, true, false])
  })

  test('are looked at once more when rights change while they are looked at', async () => {
    using quay = new Quay()
    const answers: PromiseWithResolvers<unknown>[] = []
    const readmit = async () => {
      answers.push(Promise.withResolvers())
      await answers.at(-1)!.promise
    }
    const body = quay.open({ readmit })
    quay.streams.rightsChanged()
    await quay.advance(GATHER_MS)
    quay.streams.rightsChanged()
    await quay.advance(GATHER_MS)
    answers[0]!.resolve('let in')
    await turn()
    answers[1]!.reject(new Error('forbidden'))
    await turn()
    expect(answers.length).toBe(2)
    expect(body.destroyed).toBe(true)
  })

  test('are 20 of a listener and 500 in all; who hangs up makes room', async () => {
    using quay = new Quay()
    const bodies = Array.from({ length: 500 }, (_, index) =>
      quay.open({ listener: `pilot ${Math.floor(index / 20)}` }),
    )
    expect(() => quay.open({ listener: 'one more' })).toThrow('500 live streams are open')
    bodies[499]!.destroy()
    await turn()
    expect(() => quay.open({ listener: 'pilot 0' })).toThrow('pilot 0 has 20 live streams open')
    quay.open({ listener: 'one more' })
  })

  test('end with the program, which lets nobody in after that', async () => {
    const quay = new Quay()
    const body = quay.open()
    quay[Symbol.dispose]()
    await turn()
    expect(body.destroyed).toBe(true)
    expect(() => quay.open()).toThrow('about to stop')
  })

  test('cost nothing while nobody listens: no timer waits', async () => {
    using quay = new Quay()
    const body = quay.open()
    await quay.advance(GATHER_MS)
    body.destroy()
    await turn()
    quay.streams.publish('events', 1)
    quay.streams.rightsChanged()
    expect(quay.clock.waiting).toBe(0)
  })
})
