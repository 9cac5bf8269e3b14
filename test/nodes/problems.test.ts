import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'
import { openNodes } from './nodes.ts'

const PROBLEMS = '/api/v2.0/projects/team/webhook/problems?state=all'

test(
  'a worker opens and closes the problem of a target, and one that serves reports it',
  { timeout: 120_000 },
  async () => {
    await using receiver = await startReceiver()
    await using nodes = await openNodes({ BELLBUOY_WEBHOOK_MAX_RETRY: '0' })
    const serving = await nodes.start('no deliveries')
    await nodes.start('worker')
    await createPolicy(serving.api, { targets: [receiver.url('/deploy')] })
    await createPolicy(serving.api, {
      name: 'alarm',
      eventTypes: ['TARGET_FAILING'],
      targets: [receiver.url('/alarm')],
    })
    const problems = async () => (await serving.api.get(PROBLEMS)).body.items as { closed_at?: string }[]
    receiver.respond = ({ path }) => ({ status: path === '/deploy' ? 500 : 200 })

    await push(serving)

    await waitUntil(async () => (await problems()).length === 1, {
      what: 'the problem is open',
      timeoutMs: 60_000,
    })
    const isAlarmed = () => receiver.requests.some(({ path }) => path === '/alarm')
    await waitUntil(isAlarmed, { what: 'the alarm arrives', timeoutMs: 60_000 })
    receiver.respond = () => ({ status: 200 })
    await push(serving)
    const isClosed = async () => (await problems()).every(({ closed_at }) => closed_at !== undefined)
    await waitUntil(isClosed, { what: 'the problem is closed', timeoutMs: 60_000 })
    expect(await problems()).toHaveLength(1)
    await nodes.expectBalanced()
  },
)
