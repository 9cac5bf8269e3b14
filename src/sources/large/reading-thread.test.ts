import { expect, test } from 'vitest'
import { RECEIVED_AT_MS } from '../../../test/support/events/source-frame.ts'
import { pushEvent } from '../../../test/support/events/envelopes.ts'
import { systemClock } from '../../domain/clock.ts'
import { parseJson } from '../../domain/body/json-body.ts'
import { UnparsedBody } from '../../domain/body/unparsed-body.ts'
import { createBodyReader } from '../body-reader.ts'
import { distribution } from '../distribution.ts'
import { ReadingThread } from './reading-thread.ts'
import { carryOut } from './reading-task.ts'

const frame = { mediaType: 'application/json', headers: {}, settings: {}, receivedAtMs: RECEIVED_AT_MS }
const READING = { kind: 'distribution', settings: { ignoredUserAgents: [] }, frame }
const MEBIBYTE = 1024 * 1024

/** A body that came in pieces, whose borders cut characters in two. */
function unparsed(text: string): UnparsedBody {
  const bytes = Buffer.from(text)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let from = 0; from < bytes.length; from += MEBIBYTE - 1)
    pieces.push(new Uint8Array(bytes.subarray(from, from + MEBIBYTE - 1)))
  return new UnparsedBody(pieces, 'BAD_REQUEST')
}

function reader() {
  const thread = new ReadingThread(systemClock)
  const bodies = createBodyReader(thread)
  const read = async (body: unknown, owner = 'source 1') => bodies.readNotification(owner, body, READING)
  return { read, [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose]() }
}

test('a large body becomes the events that a small one becomes, in its order', async () => {
  await using bodies = reader()
  const entries = Array.from({ length: 6000 }, (_, index) => ({
    ...pushEvent({ repository: 'shop/web', tag: `v${index}` }),
    actor: { name: 'Žofie 🐳' },
  }))
  const read = await bodies.read(unparsed(JSON.stringify({ events: entries })))
  const events = [...read.slices].flatMap((slice) => slice.events)
  expect(events).toEqual([...distribution.read({ events: entries }, READING.settings)])
  expect(Math.max(...[...read.slices].map((slice) => slice.events.length))).toBeLessThanOrEqual(50)
})

test.for([
  ['broken', `{"events": [${'1,'.repeat(50_000)}] oops`],
  ['cut off', `{"events": ["${'x'.repeat(100_000)}`],
  ['nested without end', '['.repeat(100_000)],
  ['nested too deeply', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
])('JSON that is %s is refused in the words for a small body', async ([, text = '']) => {
  await using bodies = reader()
  const refused = await bodies.read(unparsed(text)).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Error)
  expect(() => parseJson(text, 'BAD_REQUEST')).toThrow(refused)
  expect(refused).toMatchObject({ code: 'BAD_REQUEST' })
})

test('what is no notification is refused with its beginning, without secrets', async () => {
  await using bodies = reader()
  const body = unparsed(JSON.stringify({ token: 'hush', text: 'x'.repeat(100_000) }))
  await expect(bodies.read(body)).rejects.toThrow('not a notification envelope')
  expect(body.excerpt).toEqual({ token: '***', text: `${'x'.repeat(255)}…` })
})

// Not in the thread, which yields to all others: on a busy machine that takes minutes.
test(
  'a million entries are read, and what is wrong with them is counted by reason',
  { timeout: 180_000 },
  async () => {
    const body = unparsed(`{"events":[${'{},'.repeat(999_999)}0]}`)
    const answer = await carryOut({ name: 'notification', body, reading: READING }, () => null)
    const ignored = answer.name === 'notification' ? answer.ignored : null
    expect(ignored?.reasons.map(({ reason, count }) => [reason, count])).toEqual([
      ['events[].id missing', 999_999],
      ['events[] must be an object', 1],
    ])
  },
)

test('a small body of many entries goes to the thread too', async () => {
  await using bodies = reader()
  const read = await bodies.read({ events: Array(30_000).fill(0) })
  expect(read.ignored).toMatchObject({ count: 30_000 })
})

test('an owner does not wait for all that another has waiting', async () => {
  await using bodies = reader()
  const ends: string[] = []
  const many = `{"events":[${'{},'.repeat(30_000)}0]}`
  const read = (owner: string, text: string) =>
    bodies.read(unparsed(text), owner).then(() => void ends.push(owner))
  const all = [read('greedy', many), read('greedy', many), read('greedy', many)]
  all.push(read('other', JSON.stringify({ events: [], padding: 'x'.repeat(100_000) })))
  await Promise.all(all)
  expect(ends.indexOf('other')).toBeLessThan(2)
})

test('bodies whose thread ends are refused until they are sent again', async () => {
  const bodies = reader()
  const reading = bodies.read(unparsed(`{"events":[${'{},'.repeat(100_000)}0]}`))
  const waiting = bodies.read({ events: Array(1000).fill(0) })
  const refusals = Promise.allSettled([reading, waiting])
  await bodies[Symbol.asyncDispose]()
  const reason = expect.objectContaining({ code: 'UNAVAILABLE', retryAfterSeconds: 1 })
  expect(await refusals).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
})

test('an owner with too much waiting is refused, and others are not', async () => {
  const bodies = reader()
  const settled = Promise.allSettled(
    Array.from({ length: 105 }, () => bodies.read({ events: Array(300).fill(0) })),
  )
  const other = bodies.read({ events: Array(300).fill(0) }, 'source 2')
  const results = await settled
  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(4)
  expect(refused[0]).toMatchObject({ reason: { code: 'UNAVAILABLE', retryAfterSeconds: 1 } })
  expect((await other).ignored.count).toBe(300)
  await bodies[Symbol.asyncDispose]()
})
