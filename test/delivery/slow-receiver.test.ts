import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

test('a slow receiver gets everything in one attempt each: waiting for one’s turn takes nothing from the deadline', async () => {
  const events = 900
  await using receiver = await startReceiver({
    respond: async () => {
      await delay(150)
      return { status: 200 }
    },
  })
  await using app = await startTestApp({ settings: { WEBHOOK_TIMEOUT_MS: '1500' } })
  const policy = await createPolicy(app.api, { targets: [receiver.url()] })

  await Promise.all(Array.from({ length: events }, () => push(app)))
  await policy.ended(events, 18_000)

  const { items } = await app.store.deliveries.list(policy.id, { offset: 0, limit: 0 })
  const again = items.filter(({ attempts }) => attempts > 1).map(({ id }) => id)
  expect(again, 'deliveries with more than one attempt').toEqual([])
  expect(receiver.requests).toHaveLength(events)
})
