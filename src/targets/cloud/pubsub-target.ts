import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { TokenGrant } from '../http/token-grant.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'
import { messageAttributes, orderOf } from './cloud-message.ts'
import { type Cloud, ENDPOINT, WITH_ATTRIBUTES, createCloudTarget } from './cloud-target.ts'
import { jwtGrant, readServiceAccount } from './service-account.ts'

/** "Resource names" (cloud.google.com/pubsub/docs): a topic has 3 to 255 characters. */
const TOPIC = /^projects\/[a-z0-9][a-z0-9:.-]{2,62}\/topics\/[A-Za-z][\w.~+%-]{2,254}$/

/**
 * A topic of Google Cloud Pub/Sub, by its REST API (cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish). The id of the
 * message in a 200 acknowledges it.
 */
export function createPubsubTarget(parts: HttpSenderParts): TargetKind {
  return createCloudTarget(
    {
      type: 'pubsub',
      name: 'Google Pub/Sub',
      ownFormat: null,
      options: {
        service_account_key: secretOption('the JSON of a key file of a service account', {
          title: 'Key of the service account',
        }),
        endpoint: ENDPOINT,
        ...WITH_ATTRIBUTES,
      },
      optionsFault({ service_account_key: key }) {
        if (typeof key !== 'string') return 'service_account_key is missing'
        const account = readServiceAccount(key)
        return 'fault' in account ? account.fault : null
      },
      readAddress(given) {
        const address = given.trim()
        return TOPIC.test(address)
          ? { address, authHeader: null }
          : { fault: 'the address is the name of a topic: projects/PROJECT/topics/TOPIC' }
      },
      urlOf: ({ options: { endpoint } }) => ({
        url: typeof endpoint === 'string' ? endpoint : 'https://pubsub.googleapis.com',
      }),
      grantOf,
      write,
      read,
    },
    parts,
  )
}

const SCOPE = 'https://www.googleapis.com/auth/pubsub'

function grantOf({ service_account_key: key }: TargetOptions): TokenGrant | { readonly fault: string } {
  const account = readServiceAccount(key as string)
  return 'fault' in account ? account : jwtGrant(account, SCOPE)
}

const read: Cloud['read'] = ({ status, body }) => {
  const answer = jsonObjectIn(body)
  const ids: unknown = answer?.['messageIds']
  const error = answer?.['error'] as { readonly message?: unknown } | null | undefined
  return {
    isTaken: status === 200 && Array.isArray(ids) && typeof ids[0] === 'string',
    reason: typeof error?.message === 'string' ? error.message : '',
    // INVALID_ARGUMENT: the message is too large, for example (cloud.google.com/pubsub/docs/reference/error-codes).
    isForGood: status === 400,
  }
}

/** Up to 1024 bytes (cloud.google.com/pubsub/quotas). */
const MAX_BYTES = 1024
const ORDERING_KEY = /^[^]{1,256}$/

const write: WriteRequest = ({ body }, { delivery, target: { address } }) => {
  const attributes = messageAttributes(delivery, { prefix: 'ce-', isEncoded: false })
  const message = {
    data: Buffer.from(body).toString('base64'),
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name, cut(value)])),
    orderingKey: orderOf(delivery, ORDERING_KEY),
  }
  return {
    path: `/v1/${address}:publish`,
    body: JSON.stringify({ messages: [message] }),
    headers: { 'content-type': 'application/json' },
  }
}

/** An attribute within its limit, cut between characters. */
function cut(value: string): string {
  const bytes = Buffer.from(value)
  return bytes.length <= MAX_BYTES
    ? value
    : bytes
        .subarray(0, MAX_BYTES)
        .toString()
        .replace(/\ufffd+$/, '')
}
