import Type from 'typebox'
import { webhookIdOf } from '../../domain/delivery/delivery.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { WriteRequest } from '../http/writing.ts'
import { AWS_CREDENTIALS, awsCredentialsFault, awsWriting, jsonCall, jsonError } from './aws.ts'
import { AWS_ATTRIBUTES, GROUP_ID } from './aws-limits.ts'
import { messageAttributes, messageBody, orderOf } from './cloud-message.ts'
import { WITH_ATTRIBUTES, createCloudTarget } from './cloud-target.ts'
import { readUrl } from './url-address.ts'

/**
 * A queue of Amazon SQS, by its JSON protocol (docs.aws.amazon.com, SQS Developer Guide, "Making query API requests using AWS JSON
 * protocol", and the API reference, "SendMessage"). The id of the message in a 200 acknowledges it.
 */
export function createSqsTarget(parts: HttpSenderParts): TargetKind {
  return createCloudTarget(
    {
      type: 'sqs',
      name: 'Amazon SQS',
      ownFormat: null,
      options: {
        region: Type.Optional(
          Type.String({
            title: 'Region',
            pattern: '^[a-z0-9-]{1,64}$',
            description: 'where the URL of the queue does not say it: eu-west-1',
          }),
        ),
        ...AWS_CREDENTIALS,
        ...WITH_ATTRIBUTES,
      },
      optionsFault: awsCredentialsFault,
      readAddress: (address) => readUrl(address, /^\/\d+\/[\w.-]+$/, NO_QUEUE),
      urlOf: (target) =>
        regionOf(target) === '' ? { fault: NO_REGION } : { url: httpUrlOf(target.address).origin },
      write,
      read(response) {
        const { code, reason } = jsonError(response)
        return {
          isTaken: response.status === 200 && typeof jsonObjectIn(response.body)?.['MessageId'] === 'string',
          reason,
          isForGood: response.status === 400 && FOR_GOOD.includes(code),
        }
      },
    },
    parts,
  )
}

/** A fault of the message itself: a character, or its size. */
const FOR_GOOD = ['InvalidMessageContents', 'InvalidParameterValue', 'InvalidParameterValueException']

const NO_REGION = 'region is missing: the URL of the queue does not say it'

const NO_QUEUE = 'the address is the URL of a queue: https://sqs.REGION.amazonaws.com/ACCOUNT/QUEUE'

function regionOf({
  address,
  options,
}: {
  readonly address: string
  readonly options: TargetOptions
}): string {
  const { region } = options
  if (typeof region === 'string') return region
  return /\bsqs(?:-fips)?\.([a-z]{2,}-[a-z-]+-\d)\./.exec(httpUrlOf(address).hostname)?.[1] ?? ''
}

const write: WriteRequest = (_plain, { delivery, target, nowMs }) => {
  const { address } = target
  const attributes = messageAttributes(delivery, { prefix: 'ce-', isEncoded: false }).slice(0, AWS_ATTRIBUTES)
  const message = {
    QueueUrl: address,
    MessageBody: messageBody(delivery),
    MessageAttributes: Object.fromEntries(
      attributes.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
    ...(address.endsWith('.fifo') && {
      MessageGroupId: orderOf(delivery, GROUP_ID),
      MessageDeduplicationId: webhookIdOf(delivery),
    }),
  }
  return awsWriting(
    { url: address, headers: jsonCall('1.0', 'AmazonSQS.SendMessage'), body: JSON.stringify(message) },
    target,
    { region: regionOf(target), service: 'sqs' },
    nowMs,
  )
}
