import { expect, test } from 'vitest'
import { ManualClock } from '../../../../test/support/manual-clock.ts'
import type { Hint } from '../../../domain/other-nodes.ts'
import { HintChannel } from './hint-channel.ts'

/** Processes that a server passes every hint on to, or that a pooler keeps from hearing any. */
function processes(count: number) {
  const clock = new ManualClock()
  const server = { losesAll: false, sent: [] as string[] }
  const channels: HintChannel[] = []
  const send = (payload: string): Promise<void> => {
    server.sent.push(payload)
    if (!server.losesAll) for (const channel of channels) channel.heard(payload)
    return Promise.resolve()
  }
  const started = Array.from({ length: count }, () => {
    const channel = new HintChannel({ send, clock })
    channels.push(channel)
    const heard: Hint[] = []
    const doubts = { count: 0 }
    channel.onHint((hint) => heard.push(hint))
    channel.onDoubt(() => doubts.count++)
    return { channel, heard, doubts }
  })
  const seconds = (passing: number): void => {
    for (let second = 0; second < passing; second++) {
      clock.advance(1000)
      for (const channel of channels) channel.tick()
    }
  }
  return { one: started[0]!, other: started[1] ?? started[0]!, server, clock, seconds }
}

test('hints of a moment reach every other process as one, and not the one that sent them', () => {
  const { one, other, clock } = processes(2)
  one.channel.tell({ due: [3] })
  one.channel.tell({ due: [3, 4], rules: true })
  clock.advance(50)
  expect(other.heard).toEqual([{ rules: true }, { due: [3, 4] }])
  expect(one.heard).toEqual([])
})

test('more ids than the server passes on at once go out in several hints', () => {
  const { one, other, server, clock } = processes(2)
  one.channel.tell({ due: Array.from({ length: 1200 }, (_, index) => 100_000_000 + index) })
  clock.advance(50)
  expect(other.heard.flatMap(({ due = [] }) => due)).toHaveLength(1200)
  expect(Math.max(...server.sent.map((payload) => payload.length))).toBeLessThan(8000)
})

test('changes in very many projects become changes in any', () => {
  const { one, other, clock } = processes(2)
  for (let project = 0; project < 200; project++) one.channel.tell({ changes: [['events', project]] })
  clock.advance(50)
  expect(other.heard).toEqual([{ changes: [['events', null]] }])
})

test('as long as a process hears its own word, it is not in doubt', () => {
  const { one, seconds } = processes(1)
  seconds(60)
  expect(one.doubts.count).toBe(0)
})

test('while hints get lost, anything may have happened, every second', () => {
  const { one, server, seconds } = processes(1)
  server.losesAll = true
  seconds(10)
  const before = one.doubts.count
  seconds(5)
  expect(one.doubts.count - before).toBe(5)
  server.losesAll = false
  seconds(4)
  const after = one.doubts.count
  seconds(10)
  expect(one.doubts.count).toBe(after)
})

test('a process learns that another has readers, and forgets it when that one is gone', () => {
  const { one, other, server, seconds, clock } = processes(2)
  seconds(4)
  other.channel.setWatched(() => true)
  seconds(1)
  clock.advance(50)
  expect(one.channel.areWatching).toBe(true)
  expect(other.doubts.count, 'what changed before it was known').toBe(1)
  server.losesAll = true
  seconds(11)
  expect(one.channel.areWatching).toBe(false)
})

test('what is no hint is left alone', () => {
  const { one } = processes(1)
  for (const payload of ['', 'null', '[]', '{"from":7}', 'hello']) one.channel.heard(payload)
  expect(one.heard).toEqual([])
})
