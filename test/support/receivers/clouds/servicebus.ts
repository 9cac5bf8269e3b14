import { createHmac } from 'node:crypto'
import type { ReceivedRequest } from '../received-requests.ts'
import { type CloudDouble, type CloudMessage, Refused, answerBy } from './cloud-double.ts'

const QUEUE = '/team/images'
const LOGIN = { policy_name: 'send only', policy_key: 'RootKeyOfTheTest/abc+def0123456789=' }
const MAX_BYTES = 262_144
const MAX_PROPERTY = 32 * 1024

const refusal = (status: number, detail: string) => ({
  status,
  headers: { 'content-type': 'application/xml; charset=utf-8' },
  body: `<Error><Code>${status}</Code><Detail>${detail}</Detail></Error>`,
})

const thanks = { status: 201 }

/**
 * A queue of Service Bus (learn.microsoft.com/rest/api/servicebus: send-message-to-queue, message-headers-and-properties;
 * /rest/api/eventhub/generate-sas-token; /azure/service-bus-messaging/service-bus-quotas).
 */
export const servicebus: CloudDouble = {
  target: (origin) => ({ address: `${origin}${QUEUE}`, options: LOGIN }),
  secrets: [LOGIN.policy_key],
  wrong: () => ({ policy_key: 'of-another-policy=' }),
  prefix: 'cloudEvents_',
  maxAttributes: 64,
  answer: answerBy(read, thanks),
  read,
  thanks,
  refusals: {
    forGood: [refusal(400, 'The request is malformed.')],
    passing: [
      refusal(401, 'SubCode=40103: Invalid authorization token signature'),
      refusal(403, 'The maximum entity size has been reached or exceeded.'),
      refusal(410, 'The requested resource does not exist.'),
      { status: 500 },
    ],
  },
}

const OF_HTTP = ['host', 'connection', 'content-type', 'content-length', 'user-agent', 'authorization']

function read({ path, method, headers, body }: ReceivedRequest): CloudMessage {
  if (!isSigned(headers.authorization, `http://${headers.host}${QUEUE}`))
    throw new Refused(refusal(401, 'SubCode=40103: Invalid authorization token signature'))
  if (method !== 'POST' || path !== `${QUEUE}/messages`) throw new Refused(refusal(410, 'no such queue'))
  const { brokerproperties, ...others } = headers
  const { MessageId, SessionId, ...more } = JSON.parse(String(brokerproperties))
  if (Object.keys(more).length > 0 || MessageId.length > 128 || SessionId.length > 128)
    throw new Refused(refusal(400, 'BrokerProperties'))
  const custom = Object.entries(others).filter(([name]) => !OF_HTTP.includes(name))
  const attributes = custom.map(([name, value]) => {
    const text: unknown = /^"[\x20-\x7e]*"$/.test(String(value)) ? JSON.parse(String(value)) : null
    if (typeof text !== 'string') throw new Refused(refusal(400, `the property ${name} is not JSON`))
    if (text.length > MAX_PROPERTY) throw new Refused(refusal(400, `the property ${name} is too large`))
    // Names of headers come in lower case here.
    return [name.replace('cloudevents_', 'cloudEvents_'), text] as const
  })
  if (Buffer.byteLength(body) > MAX_BYTES) throw new Refused(refusal(403, 'the message is too large'))
  return { body, attributes: Object.fromEntries(attributes), order: SessionId, repeat: MessageId }
}

function isSigned(authorization = '', uri: string): boolean {
  const [scheme, parameters = ''] = authorization.split(' ')
  const { sr, sig, se, skn } = Object.fromEntries(new URLSearchParams(parameters))
  const wanted = createHmac('sha256', LOGIN.policy_key)
    .update(`${encodeURIComponent(uri)}\n${se}`)
    .digest('base64')
  const isGood = Number(se) > Date.now() / 1000
  return (
    scheme === 'SharedAccessSignature' && sr === uri && sig === wanted && isGood && skn === LOGIN.policy_name
  )
}
