import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

test('SIGTERM ends the server with exit code 0', async () => {
  await using bellbuoy = await startBellbuoy()
  expect((await bellbuoy.api.get('/api/v2.0/projects')).status).toBe(200)
  expect(await bellbuoy.kill('SIGTERM')).toBe(0)
  await expect(fetch(bellbuoy.url)).rejects.toThrow()
})

test('an attempt that is under way at SIGTERM ends and is recorded before the server does', async () => {
  await using folder = await temporaryFolder('server')
  const answered = Promise.withResolvers<undefined>()
  await using receiver = await startReceiver({
    respond: async () => {
      await answered.promise
      return { status: 200 }
    },
  })
  const first = await startBellbuoy({ dir: folder.path })
  await first.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const policy = {
    name: 'ci',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address: receiver.url() }],
  }
  const policies = '/api/v2.0/projects/shop/webhook/policies'
  const place = String((await first.api.post(policies, policy)).headers['location'])
  await first.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })]))
  await receiver.waitFor(1)
  const ended = first.kill('SIGTERM')
  await waitUntil(() => first.output().includes('"signal":"SIGTERM"'), { what: 'the signal has come' })
  answered.resolve(undefined)
  expect(await ended).toBe(0)
  await using second = await startBellbuoy({ dir: folder.path })
  const { body } = await second.api.get(`${place}/executions`)
  expect(body).toMatchObject([{ status: 'Success' }])
  expect(receiver.requests).toHaveLength(1)
})

test('a signal that comes twice at once, as Ctrl-C under npm sends it, lets the attempt under way end', async () => {
  const answered = Promise.withResolvers<undefined>()
  await using receiver = await startReceiver({
    respond: async () => {
      await answered.promise
      return { status: 200 }
    },
  })
  await using bellbuoy = await startBellbuoy()
  await createPolicy(bellbuoy.api, { project: 'shop', targets: [receiver.url()] })
  await bellbuoy.postEnvelope(envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })]))
  await receiver.waitFor(1)
  const ended = bellbuoy.kill('SIGINT')
  await waitUntil(() => bellbuoy.output().includes('"signal":"SIGINT"'), { what: 'the signal has come' })
  void bellbuoy.kill('SIGINT')
  answered.resolve(undefined)
  expect(await ended).toBe(0)
})

test('what was stored is there again after the next start', async () => {
  await using folder = await temporaryFolder('server')
  const first = await startBellbuoy({ dir: folder.path })
  await first.api.post('/api/v2.0/projects', { project_name: 'lasting' })
  await first.kill('SIGTERM')
  await using second = await startBellbuoy({ dir: folder.path })
  expect((await second.api.get('/api/v2.0/projects')).body).toMatchObject([{ name: 'lasting' }])
})
