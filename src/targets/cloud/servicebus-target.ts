import { createHmac } from 'node:crypto'
import Type from 'typebox'
import { webhookIdOf } from '../../domain/delivery/delivery.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'
import { messageAttributes, orderOf } from './cloud-message.ts'
import { WITH_ATTRIBUTES, createCloudTarget } from './cloud-target.ts'
import { readUrl } from './url-address.ts'

const FAULT = 'the address is the URL of a queue or topic: https://NAMESPACE.servicebus.windows.net/QUEUE'

/**
 * A queue or topic of Azure Service Bus, by its REST API (learn.microsoft.com/rest/api/servicebus/send-message-to-queue). A 201
 * acknowledges the message. 403 means a full queue as well as a message that is too large, so only 400 is for good.
 */
export function createServicebusTarget(parts: HttpSenderParts): TargetKind {
  return createCloudTarget(
    {
      type: 'servicebus',
      name: 'Azure Service Bus',
      ownFormat: null,
      options: {
        policy_name: Type.String({
          title: 'Shared access policy',
          minLength: 1,
          maxLength: 256,
          description: 'one with the claim Send',
        }),
        policy_key: secretOption('the primary or secondary key of the policy', {
          title: 'Key of the policy',
          maxLength: 1024,
        }),
        ...WITH_ATTRIBUTES,
      },
      optionsFault: ({ policy_key: key }) => (key === undefined ? 'policy_key is missing' : null),
      readAddress: (address) => readUrl(address, /^(?:\/[\w.~-]+)+$/, FAULT),
      urlOf: ({ address }) => ({ url: address }),
      write,
      read: ({ status, body }) => ({
        isTaken: status === 201,
        reason: /<Detail>([^<]*)<\/Detail>/.exec(body)?.[1] ?? '',
        isForGood: status === 400,
      }),
    },
    parts,
  )
}

/** How long a token is good; it is used at once. */
const TOKEN_SECONDS = 300
/** "Message sessions" and "Service Bus quotas": up to 128 characters. */
const SESSION = /^.{1,128}$/

const write: WriteRequest = ({ body }, { delivery, target: { address, options }, nowMs }) => {
  const { origin, pathname } = httpUrlOf(address)
  const { policy_name: name, policy_key: key } = options as { policy_name: string; policy_key: string }
  const properties = { MessageId: webhookIdOf(delivery), SessionId: orderOf(delivery, SESSION) }
  const attributes = messageAttributes(delivery, { prefix: 'cloudEvents_', isEncoded: false })
  // A custom property is a header whose value is JSON; the content type is no property.
  const custom = attributes
    .filter(([attribute]) => attribute !== 'content-type')
    .map(([attribute, value]) => [attribute, asciiJson(value)])
  const expiry = Math.floor(nowMs / 1000) + TOKEN_SECONDS
  return {
    path: `${pathname}/messages`,
    body,
    headers: { ...Object.fromEntries(custom), brokerproperties: asciiJson(properties) } as Record<
      string,
      string
    >,
    secretHeaders: { authorization: sharedAccessSignature(`${origin}${pathname}`, { name, key, expiry }) },
  }
}

/** A SAS token (learn.microsoft.com/rest/api/eventhub/generate-sas-token, which is that of Service Bus too). */
function sharedAccessSignature(
  uri: string,
  { name, key, expiry }: { readonly name: string; readonly key: string; readonly expiry: number },
): string {
  const resource = encodeURIComponent(uri)
  const signature = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64')
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${encodeURIComponent(name)}`
}

/** JSON in characters that every header carries. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
