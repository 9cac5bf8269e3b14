import { expect, test } from 'vitest'
import { digestOf, push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'

const settings = { WEBHOOK_MAX_AGE_MS: '3600000' }
const OPENED = 'a target gives no answer: new deliveries wait, and retries and probes go on'
const CLOSED = 'deliveries to the target go out again'

interface Outage {
  readonly app: TestApp
  readonly clock: ManualClock
  readonly policy: WebhookPolicy
}

const logged = ({ app }: Outage, message: string) => app.log.filter(({ msg }) => msg === message)

const targetOf = async ({ app, policy }: Outage) => (await app.api.get(policy.path)).body.targets[0]

/** Every attempt under way has ended and is on record. */
const isSettled = async ({ policy }: Outage) =>
  (await policy.executions()).every(({ status }) => status !== 'Running')

/** Lets a minute and more of failing attempts pass, until the breaker opens and every delivery so far has ended. */
async function untilUnreachable(outage: Outage): Promise<void> {
  const { app, clock } = outage
  for (let round = 0; logged(outage, OPENED).length === 0; round++) {
    if (round > 60) throw new Error('the breaker does not open')
    await push(app)
    clock.advance(5000)
    await waitUntil(() => isSettled(outage), { what: 'the attempts end' })
  }
  // The retries of these go on as planned, and then they have ended.
  await waitUntil(() => advanceUntilEnded(outage), { what: 'the deliveries end', timeoutMs: 20_000 })
}

async function advanceUntilEnded({ clock, policy }: Outage): Promise<boolean> {
  clock.advance(5000)
  return (await policy.executions()).every(({ status }) => status === 'Error')
}

async function startOutage(receiver: Receiver, stack: AsyncDisposableStack): Promise<Outage> {
  const clock = new ManualClock()
  const app = stack.use(await startTestApp({ clock, settings }))
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })
  await receiver.stop()
  const outage = { app, clock, policy }
  await untilUnreachable(outage)
  return outage
}

const attempted = async ({ policy }: Outage) =>
  (await policy.executions()).filter(
    ({ status, status_message: reason }) => status === 'Pending' && reason !== undefined,
  )

/** New deliveries. The first is a probe at once, since there was none for long; the others wait as long as the clock stands still. */
async function pushWhileUnreachable(outage: Outage, count: number): Promise<readonly string[]> {
  outage.clock.advance(30_000)
  const probe = await push(outage.app)
  await waitUntil(async () => (await attempted(outage)).length === 1, { what: 'the probe fails' })
  const others = await Promise.all(Array.from({ length: count - 1 }, () => push(outage.app)))
  return [probe, ...others]
}

test(
  'new deliveries wait while a target gives no answer, and all arrive once it does',
  { timeout: 60_000 },
  async () => {
    await using receiver = await startReceiver()
    await using stack = new AsyncDisposableStack()
    const outage = await startOutage(receiver, stack)
    const { clock, policy } = outage

    const digests = await pushWhileUnreachable(outage, 40)
    expect(await attempted(outage), 'the others wait').toHaveLength(1)
    expect(logged(outage, OPENED)).toMatchObject([{ level: 40, policy: policy.id }])
    const { unreachable } = await targetOf(outage)
    expect(unreachable.reason).toMatch(/ECONNREFUSED/)
    expect(Date.parse(unreachable.since)).toBeLessThan(clock.now())
    expect(Date.parse(unreachable.expires_from)).toBe(clock.now() + 3_600_000)

    await receiver.restartOnSamePort()
    const arrived = async () => {
      clock.advance(1000)
      return receiver.requests.length >= 40
    }
    await waitUntil(arrived, { what: 'all arrive', timeoutMs: 20_000 })

    expect(new Set(receiver.requests.map(digestOf))).toEqual(new Set(digests))
    expect(logged(outage, CLOSED)).toMatchObject([{ because: 'it answered an attempt' }])
    await waitUntil(async () => (await targetOf(outage)).unreachable === undefined, { what: 'it shows' })
  },
)

test(
  'a delivery that goes out as a probe is tried again by the retry rule',
  { timeout: 60_000 },
  async () => {
    await using receiver = await startReceiver()
    await using stack = new AsyncDisposableStack()
    const outage = await startOutage(receiver, stack)
    const { clock, policy } = outage
    const before = (await policy.executions()).length
    const startedAtMs = clock.now()
    await push(outage.app)

    const ended = async () => {
      clock.advance(250)
      await waitUntil(() => isSettled(outage), { what: 'the attempt ends' })
      const probe = (await policy.executions())[before]
      return probe?.status === 'Error' ? probe : null
    }
    const probe = await waitUntil(ended, { what: 'the probe ends', timeoutMs: 40_000 })

    const log = await policy.log(probe.id)
    expect(log.match(/attempt \d failed/g)).toHaveLength(6)
    // A probe may have to wait for 30 s; the waits of the rule are 0.5, 1.5, 4.5, 13.5 and 40.5 s, each a tenth longer or shorter.
    expect(clock.now() - startedAtMs).toBeLessThan(30_000 + 1.1 * 60_500 + 2000)
  },
)

test.each([
  {
    what: 'a person resumes it',
    because: 'admin resumed it',
    close: ({ app }: Outage, id: number) =>
      app.api.post(`/api/v2.0/projects/team/webhook/targets/${id}/resume`),
  },
  {
    what: 'it answers a test',
    because: 'it answered a test',
    close: ({ app }: Outage, id: number) =>
      app.api.post(`/api/v2.0/projects/team/webhook/targets/${id}/test`, {}),
  },
  {
    what: 'someone changes it',
    because: 'the target was changed',
    close: ({ policy }: Outage, _: number, address: string) =>
      policy.update({ targets: [{ type: 'http', address, auth_header: 'Bearer new' }] }),
  },
])(
  'what waits for an unreachable target goes out as soon as $what',
  { timeout: 60_000 },
  async ({ because, close }) => {
    await using receiver = await startReceiver()
    await using stack = new AsyncDisposableStack()
    const outage = await startOutage(receiver, stack)
    const digests = await pushWhileUnreachable(outage, 10)
    await receiver.restartOnSamePort()

    await close(outage, (await targetOf(outage)).id, receiver.url())

    await waitUntil(() => receiver.requests.length >= digests.length - 1, { what: 'what waits arrives' })
    expect(logged(outage, CLOSED)).toMatchObject([{ because }])
  },
)
