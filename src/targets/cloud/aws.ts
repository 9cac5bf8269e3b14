import Type from 'typebox'
import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { Writing } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'
import { type AwsScope, awsHeaders } from './aws-signature.ts'
import type { Cloud } from './cloud-target.ts'

/** How to log in to AWS. */
export const AWS_CREDENTIALS = {
  access_key_id: Type.String({
    title: 'Access key ID',
    minLength: 1,
    maxLength: 128,
    pattern: '^[\\w-]+$',
    description: 'AKIA…, of a user who may send there',
  }),
  secret_access_key: secretOption('of the access key', { title: 'Secret access key', maxLength: 1024 }),
  session_token: secretOption('of temporary credentials', { title: 'Session token' }),
}

interface AwsOptions {
  readonly access_key_id: string
  readonly secret_access_key?: string
  readonly session_token?: string
}

/** What is wrong with the credentials, or null. */
export function awsCredentialsFault(options: TargetOptions): string | null {
  const { secret_access_key: key, session_token: token = '' } = options as unknown as AwsOptions
  if (key === undefined) return 'secret_access_key is missing'
  return /^[\x21-\x7e]*$/.test(token) ? null : 'session_token holds a character that a header cannot carry'
}

/** The domain of each partition of AWS (docs.aws.amazon.com, IAM User Guide, "Amazon Resource Names"). */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-eusc': 'amazonaws.eu',
}

interface AwsPlace {
  readonly region: string
  /** Of the service in that region. */
  readonly url: string
}

/** Where something is whose ARN says so: `arn:aws:sns:eu-west-1:123456789012:images`; null for another service. */
function placeOf(arn: string, service: string): AwsPlace | null {
  const [, partition = '', of, region = ''] =
    /^arn:([a-z-]+):([a-z]+):([a-z0-9-]+):\d{12}:[\w./-]+$/.exec(arn) ?? []
  const domain = DOMAINS[partition]
  return of !== service || domain === undefined
    ? null
    : { region, url: `https://${service}.${region}.${domain}` }
}

/** The region in an ARN that was read; empty for another service. */
export function regionIn(arn: string, service: string): string {
  return placeOf(arn, service)?.region ?? ''
}

/**
 * How a target reads its address whose address is an ARN.
 *
 * @param service as ARNs and endpoints name it: `sns`
 * @param fault of an address that is none
 */
export function byArn(service: string, fault: string): Pick<Cloud, 'readAddress' | 'urlOf'> {
  return {
    readAddress(given) {
      const address = given.trim()
      return placeOf(address, service) === null ? { fault } : { address, authHeader: null }
    },
    urlOf({ address, options: { endpoint } }) {
      const place = placeOf(address, service)
      if (place === null) return { fault }
      return { url: typeof endpoint === 'string' ? endpoint : place.url }
    },
  }
}

/** A signed POST to the root of a service. */
export function awsWriting(
  request: {
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  },
  { options }: Pick<TargetWithSecrets, 'options'>,
  scope: AwsScope,
  nowMs: number,
): Writing {
  const { access_key_id, secret_access_key = '', session_token } = options as unknown as AwsOptions
  const credentials = {
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    ...(session_token !== undefined && { sessionToken: session_token }),
  }
  const { url, headers, body } = request
  const { host } = httpUrlOf(url)
  return { path: '/', body, ...awsHeaders({ host, path: '/', headers, body }, credentials, scope, nowMs) }
}

/** A call by the JSON protocols of AWS. */
export function jsonCall(version: '1.0' | '1.1', action: string): Readonly<Record<string, string>> {
  return { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': action }
}

/** The error of an answer by the JSON protocols: `QueueDoesNotExist` of `com.amazonaws.sqs#QueueDoesNotExist`. */
export function jsonError({ body }: Pick<ReceivedResponse, 'body'>): {
  readonly code: string
  readonly reason: string
} {
  const answer = jsonObjectIn(body) ?? {}
  const code = textOf(answer['__type']).replace(/^.*#/, '')
  const words = textOf(answer['message'] ?? answer['Message'])
  return { code, reason: [code, words].filter(Boolean).join(': ') }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
