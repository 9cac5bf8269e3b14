import { HTTP } from 'cloudevents'
import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

test('a CloudEvent arrives in both modes as the library reads it, with the same id at every target', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const target = { address: receiver.url(), payload_format: 'CloudEvents' }
  const targets = [target, { ...target, options: { cloudevents_mode: 'binary' } }]
  await createPolicy(app.api, { targets })

  await push(app, { user: 'Zoë 🛟' })
  const requests = await receiver.waitFor(2)

  const [one, other] = requests.map(({ headers, body }) => HTTP.toEvent({ headers, body }))
  expect(one).toMatchObject({ type: 'harbor.artifact.pushed', specversion: '1.0' })
  expect(other).toMatchObject({ id: (one as { id: string }).id })
  const binary = requests.find(({ headers }) => 'ce-id' in headers)!
  expect(binary.headers).toMatchObject({
    'content-type': 'application/json',
    'ce-operator': 'Zo%C3%AB%20%F0%9F%9B%9F',
  })
})

test('an event that a template cannot write arrives all the same, and holds up nobody else', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp()
  const template = '{"by": {% unless actor.name == "storm" %}{{ actor.name }}{% endunless %}}'
  const target = { address: receiver.url('/template'), payload_format: 'Template', options: { template } }
  const policy = await createPolicy(app.api, { targets: [target, receiver.url('/default')] })

  await push(app, { user: 'anna' })
  await push(app, { user: 'storm' })
  const requests = await receiver.waitFor(4)

  const templated = requests.filter(({ path }) => path === '/template')
  expect(templated.map(({ body }) => JSON.parse(body))).toEqual(
    expect.arrayContaining([
      { by: 'anna' },
      expect.objectContaining({ version: '1', actor: expect.objectContaining({ name: 'storm' }) }),
    ]),
  )
  const [failed] = (await policy.ended(4)).filter(({ extra_attrs }) =>
    extra_attrs.payload.includes('"version"'),
  )
  expect(await policy.log(failed!.id)).toContain(
    'x-bellbuoy-template-error: line 1, column 8 of what it writes is not JSON: ',
  )
})
