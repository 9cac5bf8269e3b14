// Uses the event type that how-to-add.test.ts has added: what every format writes of it, and what arrives.

import { type EventType, eventTypeOf } from '../../../src/domain/event/event-type.ts'
import { sampleEvent } from '../../../src/domain/event/sample-event.ts'
import { OWN_FORMATS, PAYLOAD_FORMATS } from '../../../src/payloads/payload-formats.ts'
import { payloadsPage } from '../../../docs/payloads-page.ts'
import { newAppFile } from '../../support/app/app-database.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { payloadInput } from '../../support/events/payload-input.ts'
import { rendered } from '../../support/events/rendered.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'
import { chinese } from '../../../web/text/chinese.ts'
import { groupEventTypes } from '../../../web/parts/event-types.ts'

const type = 'SIGN_ARTIFACT' as EventType
const event = sampleEvent(type, { project: 'shop', nowMs: 0 })
const bodies = [...PAYLOAD_FORMATS, ...OWN_FORMATS].map((format) => {
  const options = { template: '{"type": {{ type }}}' }
  return [format.name, rendered(format, payloadInput({ event, options })).body]
})

await using receiver = await startReceiver()
await using database = await newAppFile()
await using app = await startTestApp({ database })
await createPolicy(app.api, { eventTypes: [type], targets: [receiver.url()] })
const { body: supported } = await app.api.get('/api/v2.0/projects/team/webhook/events')
const cloudEvent = {
  specversion: '1.0',
  id: '1',
  source: '/ci',
  type: 'bellbuoy.artifact.signed',
  data: { repository: 'team/web', tag: '1' },
}
const headers = { 'content-type': 'application/cloudevents+json' }
const { status } = await app.api.post('/api/v2.0/events', cloudEvent, headers)
const [request] = await receiver.waitFor(1)

console.log(
  JSON.stringify({
    proposalName: eventTypeOf('SIGN_ARTIFACT'),
    bodies: Object.fromEntries(bodies),
    isSupported: supported.event_type.includes(type),
    status,
    delivered: JSON.parse(request!.body).type,
    page: (await payloadsPage()).split('\n').find((line) => line.includes('`SIGN_ARTIFACT`')),
    inChinese: chinese.eventTypes[type],
    groups: groupEventTypes([type]),
  }),
)
