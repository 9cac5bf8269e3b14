import { expect, test } from 'vitest'
import { READY_MADE_TEMPLATES } from '../../src/payloads/template/ready-made.ts'
import { DIGEST, HOST, delivered } from './deliver.ts'
import { goldenWebhooks } from './golden-webhooks.ts'
import { allIn, integrationPage } from './page.ts'
import { type GenericTrigger, jenkins } from './receivers/jenkins.ts'

const page = integrationPage('jenkins')
const given = (name: string) => new RegExp(`${name}: '([^']+)'`).exec(page.text)![1]!
const job: GenericTrigger = {
  token: given('token'),
  variables: Object.fromEntries(
    [...page.text.matchAll(/key: '(\w+)', value: '([^']+)'/g)].map(([, key, path]) => [key!, path!]),
  ),
  headers: allIn(page.text, /\[key: '([\w-]+)'\]/g),
  filterText: given('regexpFilterText'),
  filterExpression: given('regexpFilterExpression'),
}

test('a push by the settings of the page starts the job with its facts, and nothing else arrives', async () => {
  const webhooks = await delivered(page.policy)
  expect(webhooks.map((webhook) => jenkins(webhook, job))).toEqual([
    {
      status: 200,
      acts: [
        'x_bellbuoy_event=PUSH_ARTIFACT',
        `webhook_id=${String(webhooks[0]!.headers['webhook-id'])}`,
        `IMAGE=${HOST}/shop/web:1.4.2`,
        `DIGEST=${DIGEST}`,
        'TAG=1.4.2',
        'REPOSITORY=shop/web',
      ],
    },
  ])
})

test('the ready-made template has the shorter paths that the page names', async () => {
  const { template } = READY_MADE_TEMPLATES.find(({ id }) => id === 'jenkins-generic-webhook-trigger')!
  const [target] = page.policy.targets!
  const targets = [{ ...target!, payload_format: 'Template', options: { ...target!.options, template } }]
  const [webhook] = await delivered({ ...page.policy, targets })
  const short = {
    ...job,
    headers: [],
    variables: { IMAGE: '$.image', TAG: '$.tag' },
    filterText: '',
    filterExpression: '',
  }
  expect(jenkins(webhook!, short).acts).toEqual([`IMAGE=${HOST}/shop/web:1.4.2`, 'TAG=1.4.2'])
})

test('a golden payload of another type is answered with 200 and starts nothing; another token is 404', () => {
  const path = page.address.pathname
  for (const [name, webhook] of goldenWebhooks(path, `Bearer ${job.token}`)) {
    const { status, acts } = jenkins(webhook, job)
    expect([name, status, acts.length > 0]).toEqual([name, 200, name.startsWith('PUSH_ARTIFACT')])
  }
  const [[, stranger]] = goldenWebhooks(path, 'Bearer other') as [[string, Parameters<typeof jenkins>[0]]]
  expect(jenkins(stranger, job).status).toBe(404)
})
