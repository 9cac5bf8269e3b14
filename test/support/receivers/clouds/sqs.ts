import type { ReceivedRequest } from '../received-requests.ts'
import { ATTRIBUTE, FIFO_ID, isText } from './aws-limits.ts'
import { AWS_LOGIN, signatureFault } from './aws-verification.ts'
import { type CloudDouble, type CloudMessage, type Json, Refused, answerBy } from './cloud-double.ts'

const QUEUE = '/123456789012/images.fifo'
const MAX_BYTES = 1_048_576

const refusal = (type: string, message: string, status = 400) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message }),
})

const thanks = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ MessageId: '219f8380-5770-4cc2-8c3e-5c715e145f5e', SequenceNumber: '1' }),
}

/**
 * A FIFO queue of SQS (docs.aws.amazon.com: SQS Developer Guide, "Making query API requests using AWS JSON protocol", "Message quotas";
 * API reference, "SendMessage", "Common Errors").
 */
export const sqs: CloudDouble = {
  target: (origin) => ({
    address: `${origin}${QUEUE}`,
    options: { ...AWS_LOGIN, region: 'eu-west-1' },
  }),
  secrets: [AWS_LOGIN.secret_access_key, AWS_LOGIN.session_token],
  wrong: () => ({ secret_access_key: 'guessed/wJalrXUtnFEMI' }),
  prefix: 'ce-',
  maxAttributes: 10,
  answer: answerBy(read, thanks),
  read,
  thanks,
  refusals: {
    forGood: [
      refusal('InvalidMessageContents', 'The message contains characters outside the allowed set.'),
      refusal('InvalidParameterValueException', 'Message must be shorter than 1048576 bytes.'),
    ],
    passing: [
      refusal('QueueDoesNotExist', 'The specified queue does not exist.'),
      refusal('RequestThrottled', 'The request was denied due to request throttling.'),
      refusal('AccessDeniedException', 'not authorized to perform: sqs:sendmessage'),
      { status: 503 },
    ],
  },
}

function read(request: ReceivedRequest): CloudMessage {
  const { path, method, headers, body } = request
  const fault = signatureFault(request, { service: 'sqs', region: 'eu-west-1' })
  // As AWS does, with what it computed.
  if (fault !== null) throw new Refused(refusal(fault, `signature of ${JSON.stringify(headers)}`, 403))
  const isCall = headers['x-amz-target'] === 'AmazonSQS.SendMessage'
  const isJson = headers['content-type'] === 'application/x-amz-json-1.0'
  if (method !== 'POST' || path !== '/' || !isCall || !isJson)
    throw new Refused(refusal('InvalidAction', 'unknown'))
  return messageOf(JSON.parse(body), headers.host)
}

function messageOf(message: Json, host: string | undefined): CloudMessage {
  const { QueueUrl, MessageBody, MessageAttributes, MessageGroupId, MessageDeduplicationId, ...others } =
    message
  const refuse = (type: string, why: string): never => {
    throw new Refused(refusal(type, why))
  }
  if (Object.keys(others).length > 0) refuse('ValidationException', Object.keys(others).join())
  if (QueueUrl !== `http://${host}${QUEUE}`) refuse('QueueDoesNotExist', QueueUrl)
  if (!isText(MessageBody)) refuse('InvalidMessageContents', 'a character outside the allowed set')
  const attributes = attributesIn(MessageAttributes, refuse)
  const bytes = Buffer.byteLength(
    [MessageBody, ...attributes.map(([name, value]) => `${name}String${value}`)].join(''),
  )
  if (bytes > MAX_BYTES)
    refuse('InvalidParameterValueException', 'Message must be shorter than 1048576 bytes.')
  if (!FIFO_ID.test(MessageGroupId) || !FIFO_ID.test(MessageDeduplicationId))
    refuse('MissingParameter', 'MessageGroupId, MessageDeduplicationId')
  return {
    body: MessageBody,
    attributes: Object.fromEntries(attributes),
    order: MessageGroupId,
    repeat: MessageDeduplicationId,
  }
}

function attributesIn(given: Json, refuse: (type: string, why: string) => never): [string, string][] {
  const attributes = Object.entries<Json>(given)
  if (attributes.length > 10) refuse('InvalidParameterValueException', 'more than 10 attributes')
  return attributes.map(([name, { DataType, StringValue, ...more }]) => {
    const isPlain = DataType === 'String' && Object.keys(more).length === 0
    if (!ATTRIBUTE.test(name) || !isPlain || !isText(StringValue))
      return refuse('InvalidParameterValueException', `attribute ${name}`)
    return [name, StringValue]
  })
}
