import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { WriteRequest } from '../http/writing.ts'
import {
  AWS_CREDENTIALS,
  awsCredentialsFault,
  awsWriting,
  byArn,
  jsonCall,
  jsonError,
  regionIn,
} from './aws.ts'
import { type Cloud, ENDPOINT, WITHOUT_ATTRIBUTES, createCloudTarget } from './cloud-target.ts'

const { readAddress, urlOf } = byArn(
  'events',
  'the address is the ARN of an event bus: arn:aws:events:REGION:ACCOUNT:event-bus/NAME',
)

/**
 * An event bus of Amazon EventBridge (docs.aws.amazon.com, API reference, "PutEvents", "PutEventsRequestEntry", "PutEventsResultEntry").
 * The detail is the payload, which has to be a JSON object. A 200 with `FailedEntryCount` above 0 is a refusal; the id of the event
 * acknowledges it.
 */
export function createEventbridgeTarget(parts: HttpSenderParts): TargetKind {
  return createCloudTarget(
    {
      type: 'eventbridge',
      name: 'Amazon EventBridge',
      ownFormat: null,
      options: {
        source: Type.Optional(
          Type.String({
            title: 'Source',
            minLength: 1,
            maxLength: 256,
            pattern: '^(?!aws\\.)',
            description: 'of the events, by which rules match them; bellbuoy where it is empty',
          }),
        ),
        ...AWS_CREDENTIALS,
        endpoint: ENDPOINT,
        ...WITHOUT_ATTRIBUTES,
      },
      optionsFault: awsCredentialsFault,
      readAddress,
      urlOf,
      write,
      read,
    },
    parts,
  )
}

/** A fault of the event ("PutEventsResultEntry", and "Common Errors" for one that is too large). */
const FOR_GOOD = ['MalformedDetail', 'InvalidArgument', 'ValidationException', 'ValidationError']

const read: Cloud['read'] = (response) => {
  const { status, body } = response
  const answer = jsonObjectIn(body)
  const entry = firstOf(answer?.['Entries'])
  const { code, reason } = refusedEntry(entry) ?? jsonError(response)
  return {
    isTaken: status === 200 && answer?.['FailedEntryCount'] === 0 && typeof entry['EventId'] === 'string',
    reason,
    isForGood: FOR_GOOD.includes(code),
  }
}

type Entry = Readonly<Record<string, unknown>>

function firstOf(entries: unknown): Entry {
  const first: unknown = Array.isArray(entries) ? entries[0] : null
  return typeof first === 'object' && first !== null ? (first as Entry) : {}
}

function refusedEntry({ ErrorCode: code, ErrorMessage: words }: Entry): ReturnType<typeof jsonError> | null {
  if (typeof code !== 'string') return null
  return { code, reason: typeof words === 'string' ? `${code}: ${words}` : code }
}

const write: WriteRequest = ({ body: detail }, { delivery, target, nowMs }) => {
  const { address, options } = target
  const { source = 'bellbuoy' } = options
  const entry = {
    EventBusName: address,
    Source: source,
    DetailType: delivery.eventType,
    Detail: detail,
  }
  const found = urlOf(target)
  return awsWriting(
    {
      url: 'url' in found ? found.url : '',
      headers: jsonCall('1.1', 'AWSEvents.PutEvents'),
      body: JSON.stringify({ Entries: [entry] }),
    },
    target,
    { region: regionIn(address, 'events'), service: 'events' },
    nowMs,
  )
}
