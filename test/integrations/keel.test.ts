import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DIGEST, HOST, delivered } from './deliver.ts'
import { actedOn, goldenWebhooks } from './golden-webhooks.ts'
import { integrationPage } from './page.ts'
import { keel } from './receivers/keel.ts'

const page = integrationPage('keel')
const environment = Object.fromEntries(
  page.settings[0].spec.template.spec.containers[0].env.map((one: { name: string; value: string }) => [
    one.name,
    one.value,
  ]),
) as Record<string, string>
const settings = { user: environment['BASIC_AUTH_USER']!, password: environment['BASIC_AUTH_PASSWORD']! }
const basic = `Basic ${Buffer.from(`${settings.user}:${settings.password}`).toString('base64')}`
const path = '/v1/webhooks/harbor'

test('a push by the settings of the page updates the workloads, and nothing else arrives', async () => {
  expect(environment['AUTHENTICATED_WEBHOOKS']).toBe('true')
  const readings = (await delivered(page.policy)).map((webhook) => keel(webhook, settings))
  expect(readings).toEqual([{ status: 200, acts: [`update ${HOST}/shop/web to 1.4.2`] }])
})

test.each([
  ['Harbor1', [`update ${HOST}/shop/web to 1.4.2`]],
  ['CloudEvents', []],
])('the format %s gets 200', async (payload_format, acts) => {
  const targets = page.policy.targets!.map((target) => ({ ...target, payload_format }))
  const [webhook] = await delivered({ ...page.policy, targets })
  expect(keel(webhook!, settings)).toEqual({ status: 200, acts })
})

test('of all golden payloads it takes pushes alone, and answers 200 to the others', () => {
  const webhooks = goldenWebhooks(path, basic)
  expect(actedOn(webhooks, (webhook) => keel(webhook, settings))).toContain('PUSH_ARTIFACT')
  const others = webhooks.filter(([name]) => !name.startsWith('PUSH_ARTIFACT'))
  expect(new Set(others.map(([, webhook]) => keel(webhook, settings).status))).toEqual(new Set([200]))
})

test('a reference by digest names it, and one without a host is one of Docker Hub', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../golden/default/PUSH_ARTIFACT.json', import.meta.url), 'utf8'),
  )
  const acts = (reference: string) => {
    golden.event_data.resources[0].resource_url = reference
    return keel({ path, headers: { authorization: basic }, body: JSON.stringify(golden) }, settings).acts
  }
  expect(acts(`${HOST}/shop/web@${DIGEST}`)).toEqual([`update ${HOST}/shop/web to ${DIGEST}`])
  expect(acts('shop/web:1')).toEqual(['update index.docker.io/shop/web to 1'])
})
