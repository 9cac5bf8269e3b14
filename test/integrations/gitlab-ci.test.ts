import { expect, test } from 'vitest'
import { READY_MADE_TEMPLATES } from '../../src/payloads/template/ready-made.ts'
import { DIGEST, HOST, delivered } from './deliver.ts'
import { allIn, integrationPage } from './page.ts'
import { gitlab } from './receivers/gitlab.ts'
import { valueAt } from './receivers/webhook.ts'

const page = integrationPage('gitlab-ci')
const settings = { token: page.address.searchParams.get('token')!, branch: 'main' }

test('a push by the settings of the page creates a pipeline whose job finds its facts in the payload', async () => {
  const webhooks = await delivered(page.policy)
  const readings = webhooks.map((webhook) => gitlab(webhook, settings))
  expect(readings.map(({ status }) => status)).toEqual([201])
  const { TRIGGER_PAYLOAD: payload } = JSON.parse(readings[0]!.acts[0]!)
  const paths = allIn(JSON.stringify(page.settings), /jq -r '\.([^']+)'/g)
  expect(paths.map((path) => valueAt(JSON.stringify(payload), path))).toEqual([
    `${HOST}/shop/web:1.4.2`,
    DIGEST,
  ])
})

test('the ready-made template sets variables, all of them texts', async () => {
  const { template, address } = READY_MADE_TEMPLATES.find(({ id }) => id === 'gitlab-trigger')!
  const own = address.replace('PROJECT_ID', '7').replace('TOKEN', settings.token).replace('BRANCH', 'main')
  const [target] = page.policy.targets!
  const targets = [{ ...target!, address: own, payload_format: 'Template', options: { template } }]
  const [webhook] = await delivered({ ...page.policy, targets })
  const { status, acts } = gitlab(webhook!, settings)
  expect([status, JSON.parse(acts[0]!)]).toMatchObject([
    201,
    { IMAGE: `${HOST}/shop/web:1.4.2`, TAG: '1.4.2' },
  ])
})

test('structured CloudEvents are no JSON to GitLab', async () => {
  const targets = page.policy.targets!.map((target) => ({ ...target, payload_format: 'CloudEvents' }))
  const [webhook] = await delivered({ ...page.policy, targets })
  expect(gitlab(webhook!, settings)).toEqual({ status: 415, acts: [] })
})
