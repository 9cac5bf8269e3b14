import { expect, test } from 'vitest'
import { serverSentEvents } from './server-sent-events.ts'

const STREAM =
  'retry: 3000\n\nevent: change\ndata: {"topics":["events"]}\n\n: a comment\n\ndata: grüße\ndata:two\n\n'
const HEARD = [
  { name: 'change', data: '{"topics":["events"]}' },
  { name: 'message', data: 'grüße\ntwo' },
]

/** The messages of a text that comes in pieces of so many bytes. */
async function heard(text: string, size: number) {
  const bytes = new TextEncoder().encode(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
  return Array.fromAsync(serverSentEvents(ReadableStream.from(pieces)))
}

test.for([1, 2, 7, 1000])('messages are the same in pieces of %i bytes', async (size) => {
  expect(await heard(STREAM, size)).toEqual(HEARD)
})

test('lines may end by carriage return and line feed', async () => {
  expect(await heard(STREAM.replaceAll('\n', '\r\n'), 3)).toEqual(HEARD)
})

test('a message that the end of the stream cuts off is left out', async () => {
  expect(await heard(`${STREAM}data: half`, 1000)).toEqual(HEARD)
})
