import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'

test('the repositories of a project that was deleted and created again count from one', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const repository = 'again/web'
  const subscribe = () =>
    createPolicy(app.api, {
      project: 'again',
      targets: [{ address: receiver.url(), payload_format: 'Bellbuoy' }],
    })
  const policy = await subscribe()
  for (let sent = 0; sent < 3; sent++) await push(app, { repository, tag: 'v1' })
  await receiver.waitFor(3)
  await policy.remove()
  expect((await app.api.delete('/api/v2.0/projects/again')).status).toBe(200)
  await subscribe()
  await push(app, { repository, tag: 'v2' })
  const sequences = (await receiver.waitFor(4)).map(({ body }) => JSON.parse(body).sequence)
  expect([Math.min(...sequences.slice(0, 3)), sequences[3]]).toEqual([1, 1])
})
