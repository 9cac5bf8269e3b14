import { expect, test } from 'vitest'
import { delivered } from './deliver.ts'
import { allIn, integrationPage } from './page.ts'
import { flux } from './receivers/flux.ts'

const page = integrationPage('flux')
const [secret, receiver] = page.settings
const filterPaths = allIn(receiver.spec.resourceFilter, /\breq\.([\w.]+)/g)
const settings = { webhookPath: page.address.pathname, token: secret.stringData.token, filterPaths }

test('a push by the settings of the page reconciles what the filter names, and nothing else arrives', async () => {
  expect(receiver.spec).toMatchObject({ type: 'harbor', secretRef: { name: secret.metadata.name } })
  const readings = (await delivered(page.policy)).map((webhook) => flux(webhook, settings))
  expect(readings).toEqual([{ status: 200, acts: ['reconcile by web'] }])
})

test.each([
  [{ secret: 'a-long-random-token' }, 400],
  [{ auth_header: 'Bearer a-long-random-token' }, 400],
  [{ payload_format: 'CloudEvents', auth_header: settings.token }, 500],
])('with %j Flux answers %i', async (changes, status) => {
  const [{ auth_header: _, ...target }] = page.policy.targets as [object & { auth_header?: string }]
  const [webhook] = await delivered({ ...page.policy, targets: [{ ...target, ...changes }] })
  expect(flux(webhook!, settings).status).toBe(status)
})

test('binary CloudEvents work where the expression begins with `req.repository`', async () => {
  const [target] = page.policy.targets!
  const options = { cloudevents_mode: 'binary' }
  const targets = [{ ...target!, payload_format: 'CloudEvents', options }]
  const [webhook] = await delivered({ ...page.policy, targets })
  expect(flux(webhook!, settings).status).toBe(500)
  expect(flux(webhook!, { ...settings, filterPaths: ['repository.name'] })).toEqual({
    status: 200,
    acts: ['reconcile by web'],
  })
})
