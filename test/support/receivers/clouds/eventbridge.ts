import type { ReceivedRequest } from '../received-requests.ts'
import { AWS_LOGIN, signatureFault } from './aws-verification.ts'
import { type CloudDouble, type CloudMessage, type Json, Refused, answerBy } from './cloud-double.ts'

const BUS = 'arn:aws:events:eu-west-1:123456789012:event-bus/images'
const MAX_BYTES = 1_048_576

const json = (status: number, value: object) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(value),
})
const refusal = (type: string, message: string) => json(400, { __type: type, message })
const refusedEntry = (ErrorCode: string, ErrorMessage: string) =>
  json(200, { FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage }] })

const thanks = json(200, {
  FailedEntryCount: 0,
  Entries: [{ EventId: '17793124-05d4-b198-2fde-7ededc63b103' }],
})

/** A bus of EventBridge (docs.aws.amazon.com, API reference: "PutEvents", "PutEventsRequestEntry", "PutEventsResultEntry", "Common Errors"). */
export const eventbridge: CloudDouble = {
  target: (origin) => ({
    address: BUS,
    options: { ...AWS_LOGIN, endpoint: origin, source: 'acme.registry' },
  }),
  secrets: [AWS_LOGIN.secret_access_key, AWS_LOGIN.session_token],
  wrong: () => ({ secret_access_key: 'guessed/wJalrXUtnFEMI' }),
  prefix: null,
  maxAttributes: 0,
  answer: answerBy(read, thanks),
  read,
  thanks,
  refusals: {
    forGood: [
      refusedEntry('MalformedDetail', 'Detail is malformed.'),
      refusal('ValidationException', 'Total size of the entries in the request is over the limit.'),
    ],
    passing: [
      refusedEntry('InternalFailure', 'an unknown error'),
      refusedEntry('ThrottlingException', 'too many'),
      refusedEntry('AccessDeniedException', 'not authorized to perform: events:PutEvents'),
      refusal('AccessDeniedException', 'not authorized'),
      { status: 500 },
    ],
  },
}

function read(request: ReceivedRequest): CloudMessage {
  const { path, method, headers, body } = request
  const fault = signatureFault(request, { service: 'events', region: 'eu-west-1' })
  if (fault !== null) throw new Refused({ ...refusal(fault, 'the signature'), status: 403 })
  const isCall = headers['x-amz-target'] === 'AWSEvents.PutEvents'
  const isJson = headers['content-type'] === 'application/x-amz-json-1.1'
  if (method !== 'POST' || path !== '/' || !isCall || !isJson)
    throw new Refused(refusal('UnknownOperationException', ''))
  return messageOf(JSON.parse(body))
}

function messageOf({ Entries, ...others }: Json): CloudMessage {
  if (Object.keys(others).length > 0 || Entries.length !== 1)
    throw new Refused(refusal('ValidationException', 'entries'))
  const [{ EventBusName, Source, DetailType, Detail, ...more }] = Entries
  if (Object.keys(more).length > 0)
    throw new Refused(refusal('ValidationException', Object.keys(more).join()))
  if (EventBusName !== BUS || Source !== 'acme.registry')
    throw new Refused(refusedEntry('InvalidArgument', EventBusName))
  if (DetailType.length > 128 || !isObject(Detail)) throw new Refused(refusedEntry('MalformedDetail', Detail))
  if (Buffer.byteLength(`${Source}${DetailType}${Detail}`) >= MAX_BYTES)
    throw new Refused(refusal('ValidationException', 'over the limit'))
  return { body: Detail, attributes: {} }
}

function isObject(text: string): boolean {
  const value: Json = JSON.parse(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
