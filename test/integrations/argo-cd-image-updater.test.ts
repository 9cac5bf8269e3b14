import { expect, test } from 'vitest'
import { cloudEventTypeOf, EVENT_TYPES } from '../../src/domain/event/event-type.ts'
import { HOST, delivered } from './deliver.ts'
import { actedOn, goldenWebhooks } from './golden-webhooks.ts'
import { integrationPage } from './page.ts'
import { imageUpdater, takesCloudEvent } from './receivers/image-updater.ts'

const page = integrationPage('argo-cd-image-updater')
const secret: string = page.settings[1].stringData['webhook.harbor-secret']

test('a push by the settings of the page updates the applications, and nothing else arrives', async () => {
  const readings = (await delivered(page.policy)).map((webhook) => imageUpdater(webhook, { secret }))
  expect(readings).toEqual([{ status: 200, acts: [`update ${HOST}/shop/web to 1.4.2`] }])
})

test('of all golden payloads it takes pushes alone', () => {
  const webhooks = goldenWebhooks('/webhook?type=harbor', secret)
  expect(actedOn(webhooks, (webhook) => imageUpdater(webhook, { secret }))).toEqual([
    'PUSH_ARTIFACT-escapes',
    'PUSH_ARTIFACT',
  ])
})

test('no CloudEvent of ours is one that it takes', () => {
  expect(EVENT_TYPES.map(cloudEventTypeOf).filter(takesCloudEvent)).toEqual([])
})
