import type { ReceivedRequest } from '../received-requests.ts'
import { ATTRIBUTE, FIFO_ID, isText } from './aws-limits.ts'
import { AWS_LOGIN, signatureFault } from './aws-verification.ts'
import { type CloudDouble, type CloudMessage, Refused, answerBy } from './cloud-double.ts'

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:images.fifo'
const MAX_BYTES = 262_144

const refusal = (status: number, code: string, message: string) => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${message}</Message>\n  </Error>\n  <RequestId>1</RequestId>\n</ErrorResponse>`,
})

const thanks = {
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<PublishResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/">\n  <PublishResult>\n    <MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId>\n  </PublishResult>\n  <ResponseMetadata><RequestId>d74b8436</RequestId></ResponseMetadata>\n</PublishResponse>`,
}

/** A FIFO topic of SNS (docs.aws.amazon.com: API reference, "Publish", "MessageAttributeValue", "Common Errors"; Developer Guide, "Message attributes"). */
export const sns: CloudDouble = {
  target: (origin) => ({ address: TOPIC, options: { ...AWS_LOGIN, endpoint: origin } }),
  secrets: [AWS_LOGIN.secret_access_key, AWS_LOGIN.session_token],
  wrong: () => ({ secret_access_key: 'guessed/wJalrXUtnFEMI' }),
  prefix: 'ce-',
  maxAttributes: 10,
  answer: answerBy(read, thanks),
  read,
  thanks,
  refusals: {
    forGood: [
      refusal(400, 'InvalidParameter', 'Invalid parameter: Message too long'),
      refusal(400, 'ParameterValueInvalid', 'The message attribute is not valid'),
    ],
    passing: [
      refusal(404, 'NotFound', 'Topic does not exist'),
      refusal(403, 'AuthorizationError', 'not authorized to perform: SNS:Publish'),
      refusal(429, 'Throttled', 'Rate exceeded'),
      refusal(400, 'KMSThrottling', 'Rate exceeded'),
      { status: 500 },
    ],
  },
}

const FORM = 'application/x-www-form-urlencoded'
const KNOWN =
  /^(?:Action|Version|TopicArn|Message|MessageGroupId|MessageDeduplicationId|MessageAttributes\.entry\.\d+\.(?:Name|Value\.(?:DataType|StringValue)))$/

function read(request: ReceivedRequest): CloudMessage {
  const { path, method, headers, body } = request
  const fault = signatureFault(request, { service: 'sns', region: 'eu-west-1' })
  if (fault !== null) throw new Refused(refusal(403, fault, 'the signature'))
  if (method !== 'POST' || path !== '/' || !String(headers['content-type']).startsWith(FORM))
    throw new Refused(refusal(400, 'InvalidAction', 'unknown'))
  return messageOf(new URLSearchParams(body))
}

function messageOf(form: URLSearchParams): CloudMessage {
  const refuse = (why: string): never => {
    throw new Refused(refusal(400, 'InvalidParameter', `Invalid parameter: ${why}`))
  }
  if (form.get('Action') !== 'Publish' || form.get('Version') !== '2010-03-31')
    throw new Refused(refusal(400, 'InvalidAction', 'unknown'))
  const unknown = [...form.keys()].find((key) => !KNOWN.test(key))
  if (unknown !== undefined) refuse(unknown)
  if (form.get('TopicArn') !== TOPIC) throw new Refused(refusal(404, 'NotFound', 'Topic does not exist'))
  const [message, group, repeat] = ['Message', 'MessageGroupId', 'MessageDeduplicationId'].map(
    (key) => form.get(key) ?? '',
  ) as [string, string, string]
  if (!isText(message)) refuse('Message')
  if (!FIFO_ID.test(group) || !FIFO_ID.test(repeat)) refuse('MessageGroupId, MessageDeduplicationId')
  const attributes = attributesIn(form, refuse)
  if (Buffer.byteLength(message + attributes.flat().join('')) > MAX_BYTES) refuse('Message too long')
  return { body: message, attributes: Object.fromEntries(attributes), order: group, repeat }
}

function attributesIn(form: URLSearchParams, refuse: (why: string) => never): [string, string][] {
  const found: [string, string][] = []
  for (let number = 1; form.has(`MessageAttributes.entry.${number}.Name`); number++) {
    const entry = `MessageAttributes.entry.${number}`
    const [name, value] = [form.get(`${entry}.Name`) ?? '', form.get(`${entry}.Value.StringValue`)]
    if (!ATTRIBUTE.test(name) || !isText(value) || form.get(`${entry}.Value.DataType`) !== 'String')
      refuse(`attribute ${name}`)
    found.push([name, value])
  }
  // More go to subscribers, but not to a queue that gets messages unchanged.
  return found.length > 10 ? refuse('more than 10 attributes') : found
}
