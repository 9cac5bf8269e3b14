import { expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { push } from '../support/app/push.ts'
import { type Respond, startReceiver } from '../support/receivers/receiver.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const settings = { WEBHOOK_INITIAL_WAIT_MS: '40' }

/** The rule's waits for an initial wait of 40 ms, a factor of 3 and a randomization of 0.1; the second bound excluded. */
const waits = [
  [36, 45],
  [108, 133],
  [324, 397],
  [972, 1189],
  [2916, 3565],
] as const

/** Clocks are read in whole milliseconds, at the end of one attempt and the start of the next. */
const ROUNDING_MS = 2
/** A machine with other work to do starts a timer late, never early. */
const LATE_MS = 250

async function waitsBetweenAttempts({ store }: TestApp, deliveryId: number) {
  const attempts = await store.deliveries.attempts(deliveryId)
  return attempts.slice(1).map((attempt, index) => {
    const { startedAtMs, durationMs } = attempts[index]!
    return attempt.startedAtMs - (startedAtMs + durationMs)
  })
}

function expectByTheRule(measured: readonly number[]): void {
  for (const [index, waitMs] of measured.entries()) {
    const [atLeast, below] = waits[index]!
    expect(waitMs, `wait before retry ${index + 1}`).toBeGreaterThanOrEqual(atLeast - ROUNDING_MS)
    expect(waitMs, `wait before retry ${index + 1}`).toBeLessThan(below + LATE_MS)
  }
}

test('a receiver that answers 500 four times and then 200 gets five attempts, by the rule, all on record', async () => {
  await using receiver = await startReceiver({
    respond: (_, index) =>
      index < 4 ? { status: 500, body: `no ${index + 1}` } : { status: 200, body: 'yes' },
  })
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [receiver.url('/hook')] })

  await push(app)
  const { id, status } = await policy.endedAlone()

  expect(status).toBe('Success')
  expect(receiver.requests).toHaveLength(5)
  const measured = await waitsBetweenAttempts(app, id)
  expect(measured).toHaveLength(4)
  expectByTheRule(measured)
  const log = await policy.log(id)
  for (const number of [1, 2, 3, 4]) {
    expect(log).toMatch(new RegExp(`attempt ${number} failed .*the receiver answered 500`))
    expect(log).toContain(`< no ${number}`)
    expect(log).toContain(`> x-bellbuoy-attempt: ${number}`)
  }
  expect(log).toMatch(/attempt 5 succeeded/)
  expect(log).toContain('< yes')
})

test('a receiver that always answers 500 gets six attempts, and the delivery ends as an error that says why', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 500 }) })
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)
  const { id, status, status_message: reason } = await policy.endedAlone(15_000)

  expect(status).toBe('Error')
  expect(reason).toBe('the receiver answered 500; gave up: all 5 retries are used')
  expect(receiver.requests).toHaveLength(6)
  const measured = await waitsBetweenAttempts(app, id)
  expect(measured).toHaveLength(5)
  expectByTheRule(measured)
  const log = await policy.log(id)
  expect(log.match(/attempt \d failed/g)).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => `attempt ${number} failed`),
  )
})

/** Answers with the status that the path names, and from the second time on with 200. */
function firstAsThePathSays(): Respond {
  const seen = new Set<string>()
  return ({ path }) => {
    const status = seen.has(path) ? 200 : Number(path.slice(1))
    seen.add(path)
    return { status }
  }
}

test('every answer 2xx is a success, and every other one is a failure that is tried again', async () => {
  const successes = [200, 201, 202, 204, 299]
  const failures = [304, 400, 401, 404, 410, 429, 503]
  await using receiver = await startReceiver({ respond: firstAsThePathSays() })
  await using app = await startTestApp({ settings })
  const targets = [...successes, ...failures].map((status) => receiver.url(`/${status}`))
  const policy = await createPolicy(app.api, { targets })

  await push(app)
  const executions = await policy.ended(targets.length)

  expect(executions.map(({ status }) => status)).toEqual(targets.map(() => 'Success'))
  const counts = Map.groupBy(receiver.requests, ({ path }) => Number(path.slice(1)))
  expect(successes.map((status) => counts.get(status)?.length)).toEqual(successes.map(() => 1))
  expect(failures.map((status) => counts.get(status)?.length)).toEqual(failures.map(() => 2))
  const logs = await Promise.all(executions.map(({ id }) => policy.log(id)))
  for (const status of failures) {
    expect(logs.filter((log) => log.includes(`the receiver answered ${status}`))).toHaveLength(1)
  }
})

test('without retries the first failure is the end', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 500 }) })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await push(app)

  expect(await policy.endedAlone()).toMatchObject({ status: 'Error' })
  expect(receiver.requests).toHaveLength(1)
})
