import { expect, test } from 'vitest'
import { READY_MADE_TEMPLATES } from '../../src/payloads/template/ready-made.ts'
import { DIGEST, HOST, delivered } from './deliver.ts'
import { actedOn, goldenWebhooks } from './golden-webhooks.ts'
import { integrationPage } from './page.ts'
import { tekton, type Trigger } from './receivers/tekton.ts'

const page = integrationPage('tekton')
const [secret, binding, listener] = page.settings
const filter: string = listener.spec.triggers[0].interceptors[0].params[0].value
const bodyConditions = [...filter.matchAll(/\bbody\.([\w.]+) == '([^']*)'/g)]
const trigger: Trigger = {
  authorization: secret.stringData.authorization,
  eventType: /header\.match\('X-Bellbuoy-Event', '(\w+)'\)/.exec(filter)![1]!,
  body: Object.fromEntries(bodyConditions.map(([, path, value]) => [path!, value!])),
  params: Object.fromEntries(
    binding.spec.params.map(({ name, value }: { name: string; value: string }) => [name, value]),
  ),
}

test('a push by the settings of the page starts a run with its facts, and nothing else arrives', async () => {
  expect(filter).toContain(`compareSecret('authorization', '${secret.metadata.name}')`)
  const webhooks = await delivered(page.policy)
  expect(webhooks.map((webhook) => tekton(webhook, trigger))).toEqual([
    {
      status: 202,
      acts: [
        `image=${HOST}/shop/web:1.4.2`,
        `digest=${DIGEST}`,
        'repository=shop/web',
        `webhook-id=${String(webhooks[0]!.headers['webhook-id'])}`,
      ],
    },
  ])
})

test('the ready-made template has the names that its description reads', async () => {
  const { template } = READY_MADE_TEMPLATES.find(({ id }) => id === 'tekton')!
  const [target] = page.policy.targets!
  const targets = [{ ...target!, payload_format: 'Template', options: { ...target!.options, template } }]
  const [webhook] = await delivered({ ...page.policy, targets })
  const params = { image: '$(body.image)', type: '$(body.event_type)' }
  expect(tekton(webhook!, { ...trigger, body: {}, params }).acts).toEqual([
    `image=${HOST}/shop/web:1.4.2`,
    'type=PUSH_ARTIFACT',
  ])
})

test('of all golden payloads the filter of the page lets pushes pass', () => {
  const params = { repository: trigger.params['repository']! }
  const webhooks = goldenWebhooks('/', trigger.authorization)
  expect(actedOn(webhooks, (webhook) => tekton(webhook, { ...trigger, params }))).toEqual([
    'PUSH_ARTIFACT-escapes',
    'PUSH_ARTIFACT',
  ])
  expect(tekton({ ...webhooks[0]![1], body: '"text"' }, trigger).status).toBe(400)
})
