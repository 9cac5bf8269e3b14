import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type Attack, STEADY, STEADY_TIMEOUT_MS, expectSteadyIntake } from './intake-p99.ts'

/** Deliveries that wait for the policy that is deleted. */
const BACKLOG = Number(process.env['BACKLOG'] ?? 5000)
const EVENTS_A_NOTIFICATION = 100

test(
  `the deletion of a policy for which thousands wait moves the p99 of intake ${STEADY}`,
  { timeout: STEADY_TIMEOUT_MS + BACKLOG * 20 },
  async () => {
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy()
    await createPolicy(bellbuoy.api, { targets: [receiver.url('/team')] })
    await expectSteadyIntake(bellbuoy, deleting(bellbuoy, receiver.url('/never')))
    expect(receiver.requests.filter(({ path }) => path === '/never')).toEqual([])
    await expectBalanced(bellbuoy.dir)
  },
)

/** Fills a backlog before each round, which is not measured, and deletes its policy in the round. */
function deleting(bellbuoy: BellbuoyProcess, address: string): Attack {
  let rounds = 0
  return async (meanwhile) => {
    const policy = await policyWithBacklog(bellbuoy, `round ${++rounds}`, address)
    const [result] = await Promise.all([meanwhile(), policy.remove()])
    return result
  }
}

async function policyWithBacklog(
  bellbuoy: BellbuoyProcess,
  name: string,
  address: string,
): Promise<WebhookPolicy> {
  const policy = await createPolicy(bellbuoy.api, { project: 'hostile', name, targets: [address] })
  const { body } = await bellbuoy.api.get(policy.path)
  const pausing = await bellbuoy.api.post(
    `/api/v2.0/projects/hostile/webhook/targets/${body.targets[0].id}/pause`,
  )
  expect(pausing.status).toBe(200)
  for (let sent = 0; sent < BACKLOG; sent += EVENTS_A_NOTIFICATION) {
    const events = Array.from({ length: EVENTS_A_NOTIFICATION }, () =>
      pushEvent({ repository: 'hostile/app', tag: 'latest', digest: randomDigest() }),
    )
    expect((await bellbuoy.postEnvelope(envelope(events))).status).toBe(200)
  }
  return policy
}
