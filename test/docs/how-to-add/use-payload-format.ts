// Uses the payload format that how-to-add.test.ts has added.

import { payloadsPage } from '../../../docs/payloads-page.ts'
import { newAppFile } from '../../support/app/app-database.ts'
import { push } from '../../support/app/push.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { samplePayloads } from '../../support/events/sample-payloads.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'

await using receiver = await startReceiver()
await using database = await newAppFile()
await using app = await startTestApp({ database, settings: { DEFAULT_PAYLOAD_FORMAT: 'Csv' } })
const target = { address: receiver.url() }
await createPolicy(app.api, { targets: [target] })
const { body: supported } = await app.api.get('/api/v2.0/projects/team/webhook/events')
const { body: preview } = await app.api.post('/api/v2.0/projects/team/webhook/payload-preview', {
  target: { type: 'http', ...target },
})
await push(app)
const [request] = await receiver.waitFor(1)
const samples = samplePayloads().filter(({ format }) => format.name === 'Csv')

console.log(
  JSON.stringify({
    formats: supported.payload_formats[0].formats,
    preview,
    delivered: { contentType: request!.headers['content-type'], body: request!.body },
    samples: samples.map(({ type }) => type),
    sample: JSON.parse(samples.find(({ type }) => type === 'PUSH_ARTIFACT')!.text),
    page: (await payloadsPage()).split('## Csv')[1]!.split('\n## ')[0],
  }),
)
