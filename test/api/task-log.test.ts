import { beforeAll, expect, test } from 'vitest'
import { type DeliveredPushes, startDeliveredPushes } from '../support/app/delivered-pushes.ts'

let pushes: DeliveredPushes

beforeAll(async () => {
  pushes = await startDeliveredPushes()
  return () => pushes[Symbol.asyncDispose]()
})

/** A log with what differs from run to run replaced. */
const steady = (log: string): readonly string[] =>
  log
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'EVENT')
    .replace(/after \d+ ms/g, 'after N ms')
    .replace(/^(. (?:date|webhook-timestamp|host): ).*$/gm, '$1X')
    .replace(/webhook-id: EVENT_\d+/, 'webhook-id: EVENT_TARGET')
    .split('\n')

async function logOf(id: number): Promise<string> {
  const [task] = (await pushes.app.api.get(`${pushes.executions}/${id}/tasks`)).body
  const { status, headers, body } = await pushes.app.api.get(
    `${pushes.executions}/${id}/tasks/${task.id}/log`,
  )
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
  return body
}

test('the log of a success shows the request with its secret redacted, and the answer', async () => {
  const { id, extra_attrs } = await pushes.pushedBy('ci')
  const log = steady(await logOf(id))
  expect(log.slice(0, 13)).toEqual([
    'TIME [INFO]: attempt 1: event PUSH_ARTIFACT EVENT',
    '> POST /hook?a=b HTTP/1.1',
    '> host: X',
    '> x-request-id: EVENT',
    '> content-type: application/json',
    expect.stringMatching(/^> user-agent: Bellbuoy\/\d+\.\d+\.\d+$/),
    '> authorization: [redacted]',
    '> webhook-id: EVENT_TARGET',
    '> webhook-timestamp: X',
    '> x-bellbuoy-event: PUSH_ARTIFACT',
    '> x-bellbuoy-repository: shop/web',
    '> x-bellbuoy-attempt: 1',
    '>',
  ])
  expect(log.slice(13)).toEqual([
    `> ${extra_attrs.payload}`,
    '< HTTP/1.1 200 OK',
    '< date: X',
    '< connection: keep-alive',
    '< keep-alive: timeout=60',
    '< transfer-encoding: chunked',
    '<',
    '< ahoy',
    'TIME [INFO]: attempt 1 succeeded after N ms',
    '',
    'TIME [INFO]: delivered',
    '',
  ])
})

test('the log of a failure keeps every attempt, with the answer and the reason of each', async () => {
  const { id } = await pushes.pushedBy('fails')
  const log = steady(await logOf(id))
  expect(log.filter((line) => line.includes('attempt'))).toEqual([
    'TIME [INFO]: attempt 1: event PUSH_ARTIFACT EVENT',
    '> x-bellbuoy-attempt: 1',
    'TIME [ERROR]: attempt 1 failed after N ms [status]: the receiver answered 500',
    'TIME [INFO]: attempt 2: event PUSH_ARTIFACT EVENT',
    '> x-bellbuoy-attempt: 2',
    'TIME [ERROR]: attempt 2 failed after N ms [status]: the receiver answered 500',
  ])
  for (const line of ['< HTTP/1.1 500 Internal Server Error', '< x-why: storm', '< out of order']) {
    expect(log.filter((found) => found === line)).toHaveLength(2)
  }
  expect(log.at(-2)).toBe('TIME [ERROR]: failed: the receiver answered 500; gave up: all 1 retries are used')
})
