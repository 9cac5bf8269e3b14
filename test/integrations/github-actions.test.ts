import { expect, test } from 'vitest'
import { READY_MADE_TEMPLATES } from '../../src/payloads/template/ready-made.ts'
import { DIGEST, HOST, delivered } from './deliver.ts'
import { allIn, integrationPage } from './page.ts'
import { github } from './receivers/github.ts'

const page = integrationPage('github-actions')
const { template } = READY_MADE_TEMPLATES.find(({ id }) => id === 'github-repository-dispatch')!
const [target] = page.policy.targets!
const token = (target!.options!['bearer'] as { token: string }).token
const settings = { token, types: page.settings[0].on.repository_dispatch.types }

test('a push by the settings of the page starts the workflow, which finds its facts', async () => {
  const targets = [{ ...target!, options: { ...target!.options, template } }]
  const webhooks = await delivered({ ...page.policy, targets })
  expect(webhooks.map((webhook) => github(webhook, settings).status)).toEqual([204])
  const { client_payload: payload } = JSON.parse(webhooks[0]!.body)
  const names = allIn(page.text, /client_payload\.(\w+)/g)
  expect(names.map((name) => payload[name])).toEqual([`${HOST}/shop/web:1.4.2`, DIGEST])
})

test('the format `Default` is not what GitHub takes', async () => {
  const targets = [{ ...target!, payload_format: 'Default', options: { bearer: { token } } }]
  const [webhook] = await delivered({ ...page.policy, targets })
  expect(github(webhook!, settings).status).toBe(422)
})
