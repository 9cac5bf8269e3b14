// Uses the chat that how-to-add.test.ts has added.

import { newAppFile } from '../../support/app/app-database.ts'
import { push } from '../../support/app/push.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'

await using receiver = await startReceiver()
await using database = await newAppFile()
await using app = await startTestApp({ database })
const policy = await createPolicy(app.api, { targets: [{ type: 'parrot', address: receiver.url() }] })
const { body: supported } = await app.api.get('/api/v2.0/projects/team/webhook/events')
await push(app, { user: 'anna' })
const [request] = await receiver.waitFor(1)
const { vendor_type, status } = await policy.endedAlone()

console.log(JSON.stringify({ kinds: supported.notify_type, body: request!.body, vendor_type, status }))
