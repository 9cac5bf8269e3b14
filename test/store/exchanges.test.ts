import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/domain/delivery/attempt.ts'
import { databases } from './databases.ts'
import { OWNER } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'
import { succeeded } from './outcomes.ts'

/** Has one delivery to a target attempted, and gives the attempt as it was made. */
async function attempt(
  testStore: TestStore,
  exchange: Partial<Outcome> = {},
  target = testStore.targetIds[0]!,
) {
  const event = testStore.event({ targets: [target] })
  await testStore.accept(event)
  const [leased] = (await testStore.claim({ target })).deliveries
  const startedAtMs = testStore.clock.now()
  const outcome: Outcome = {
    startedAtMs,
    durationMs: 5,
    request: {
      line: 'POST / HTTP/1.1',
      headers: {
        host: 'receiver',
        'x-request-id': leased!.eventId,
        'webhook-id': `${leased!.eventId}_${target}`,
        'webhook-timestamp': String(Math.floor(startedAtMs / 1000)),
        'x-bellbuoy-event': 'PUSH_ARTIFACT',
        'x-bellbuoy-repository': 'team/app',
        'x-bellbuoy-attempt': '1',
      },
    },
    response: { status: 200, headers: { server: 'nginx' }, body: 'ok', truncated: false },
    failure: null,
    ...exchange,
  }
  const made = { ...outcome, deliveryId: leased!.id, number: leased!.attempt }
  await testStore.store.queue.complete({ owner: OWNER, projectId: 1, attempt: made, next: succeeded })
  return made
}

describe.each(databases)('$name keeps on record', (kind) => {
  const readBack = async (testStore: TestStore, made: readonly { deliveryId: number }[]) =>
    JSON.stringify(await Promise.all(made.map(({ deliveryId }) => testStore.attempts(deliveryId))))

  test('each request and answer as it was, byte for byte, whatever differs from those before', async () => {
    await using testStore = await openTestStore(kind)
    const made = [await attempt(testStore)]
    testStore.clock.advance(1234)
    made.push(await attempt(testStore))
    const { request } = made[0]!
    const odd = {
      ...request!,
      headers: { ...request!.headers, 'webhook-id': 'another', 'x-bellbuoy-attempt': '9' },
    }
    const reversed = { ...request!, headers: Object.fromEntries(Object.entries(request!.headers).reverse()) }
    for (const sent of [odd, reversed, { ...request!, remark: 'sent once more' }, null])
      made.push(await attempt(testStore, { request: sent }))
    for (const headers of [
      { server: 'apache' },
      { server: ['a', 'b'] },
      {},
      { via: '1.1 x', server: 'nginx' },
    ])
      made.push(await attempt(testStore, { response: { status: 201, headers, body: '', truncated: true } }))
    made.push(await attempt(testStore, { response: null }, testStore.targetIds[1]))
    const expected = JSON.stringify(made.map((one) => [inOrder(one)]))
    expect(await readBack(testStore, made)).toBe(expected)

    await testStore.reopen()
    made.push(await attempt(testStore))
    expect(await readBack(testStore, made)).toBe(JSON.stringify(made.map((one) => [inOrder(one)])))
  })

  test('also of a receiver that answers with ever new headers', async () => {
    await using testStore = await openTestStore(kind)
    const made = []
    for (let n = 0; n < 40; n++) {
      const response = { status: 200, headers: { [`x-${n}`]: 'y' }, body: '', truncated: false }
      made.push(await attempt(testStore, { response }))
    }
    expect(await readBack(testStore, made)).toBe(JSON.stringify(made.map((one) => [inOrder(one)])))
  })
})

/** With its fields in the order in which attempts are read. */
function inOrder({
  deliveryId,
  number,
  startedAtMs,
  durationMs,
  request,
  response,
  failure,
}: Awaited<ReturnType<typeof attempt>>) {
  return { deliveryId, number, startedAtMs, durationMs, request, response, failure }
}
