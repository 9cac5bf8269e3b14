import type { ReceivedRequest } from '../received-requests.ts'
import { type CloudDouble, type CloudMessage, Refused, answerBy } from './cloud-double.ts'

const KEY = 'VXbGWce53249Mt8wuotr0GPmyJ/nDT4hgdEj9DpBeRr38arnnm5OFg=='
const MAX_BYTES = 1_048_576

const refusal = (status: number, code: string, message: string) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: { code, message, details: [] } }),
})

const thanks = { status: 200 }

/**
 * A custom topic of Event Grid that takes CloudEvents 1.0 (learn.microsoft.com/azure/event-grid/post-to-custom-topic and
 * /cloud-event-schema): one event in structured mode, `aeg-sas-key`, at most 1 MB.
 */
export const eventgrid: CloudDouble = {
  target: (origin) => ({ address: `${origin}/api/events`, options: { access_key: KEY } }),
  secrets: [KEY],
  wrong: () => ({ access_key: 'of-another-topic==' }),
  prefix: null,
  maxAttributes: 0,
  answer: answerBy(read, thanks),
  read,
  thanks,
  refusals: {
    forGood: [
      refusal(400, 'BadRequest', 'This resource is configured to receive event in CloudEventV10 schema.'),
      refusal(413, 'RequestEntityTooLarge', 'The maximum size (1048576) has been exceeded.'),
    ],
    passing: [
      refusal(401, 'Unauthorized', 'Request must contain one of the following authorization signature.'),
      { status: 404 },
      { status: 503 },
    ],
  },
}

const REQUIRED = ['id', 'source', 'type', 'specversion'] as const

function read({ path, method, headers, body }: ReceivedRequest): CloudMessage {
  if (headers['aeg-sas-key'] !== KEY) throw new Refused(refusal(401, 'Unauthorized', 'a wrong key'))
  if (method !== 'POST' || path !== '/api/events?api-version=2018-01-01') throw new Refused({ status: 404 })
  if (!/^application\/cloudevents\+json(?:; charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    throw new Refused(refusal(400, 'BadRequest', 'not of the CloudEventV10 schema'))
  if (Buffer.byteLength(body) > MAX_BYTES)
    throw new Refused(refusal(413, 'RequestEntityTooLarge', 'too large'))
  const event = JSON.parse(body)
  const lacking = REQUIRED.filter((name) => typeof event[name] !== 'string' || event[name] === '')
  const wrong = Object.keys(event).filter((name) => !/^[a-z0-9_]+$/.test(name))
  if (lacking.length + wrong.length > 0 || event.specversion !== '1.0')
    throw new Refused(refusal(400, 'BadRequest', [...lacking, ...wrong].join()))
  return { body, attributes: {}, repeat: event.id }
}
