import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import { webhookIdOf } from '../../domain/delivery/delivery.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'
import { AWS_CREDENTIALS, awsCredentialsFault, awsWriting, byArn, regionIn } from './aws.ts'
import { AWS_ATTRIBUTES, GROUP_ID } from './aws-limits.ts'
import { messageAttributes, messageBody, orderOf } from './cloud-message.ts'
import { type Cloud, ENDPOINT, WITH_ATTRIBUTES, createCloudTarget } from './cloud-target.ts'

const { readAddress, urlOf } = byArn(
  'sns',
  'the address is the ARN of a topic: arn:aws:sns:REGION:ACCOUNT:TOPIC',
)

/**
 * A topic of Amazon SNS, by its query protocol (docs.aws.amazon.com, API reference, "Publish"): form fields there, XML back. The id of
 * the message in a 200 acknowledges it: "the message is saved".
 */
export function createSnsTarget(parts: HttpSenderParts): TargetKind {
  return createCloudTarget(
    {
      type: 'sns',
      name: 'Amazon SNS',
      ownFormat: null,
      options: { ...AWS_CREDENTIALS, endpoint: ENDPOINT, ...WITH_ATTRIBUTES },
      optionsFault: awsCredentialsFault,
      readAddress,
      urlOf,
      write,
      read,
    },
    parts,
  )
}

/** A fault of the message or the address ("Publish", "Errors"). */
const FOR_GOOD = ['InvalidParameter', 'ParameterValueInvalid']

const read: Cloud['read'] = ({ status, body }: ReceivedResponse) => {
  const code = elementOf(body, 'Code')
  return {
    isTaken: status === 200 && elementOf(body, 'MessageId') !== '',
    reason: [code, elementOf(body, 'Message')].filter(Boolean).join(': '),
    isForGood: status === 400 && FOR_GOOD.includes(code),
  }
}

/** The text of an element that AWS writes without attributes; empty where there is none. */
function elementOf(xml: string, name: string): string {
  const [, text = ''] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? []
  return text
}

const write: WriteRequest = (_plain, { delivery, target, nowMs }) => {
  const { address } = target
  const attributes = messageAttributes(delivery, { prefix: 'ce-', isEncoded: false }).slice(0, AWS_ATTRIBUTES)
  const form = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: address,
    Message: messageBody(delivery),
    ...(address.endsWith('.fifo') && {
      MessageGroupId: orderOf(delivery, GROUP_ID),
      MessageDeduplicationId: webhookIdOf(delivery),
    }),
  })
  for (const [index, [name, value]] of attributes.entries()) {
    const entry = `MessageAttributes.entry.${index + 1}`
    form.set(`${entry}.Name`, name)
    form.set(`${entry}.Value.DataType`, 'String')
    form.set(`${entry}.Value.StringValue`, value)
  }
  const found = urlOf(target)
  return awsWriting(
    {
      url: 'url' in found ? found.url : '',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: form.toString(),
    },
    target,
    { region: regionIn(address, 'sns'), service: 'sns' },
    nowMs,
  )
}
