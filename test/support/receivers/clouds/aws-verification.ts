import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ReceivedRequest } from '../received-requests.ts'

export const AWS_LOGIN = {
  access_key_id: 'AKIATESTBELLBUOY',
  secret_access_key: 'of/the+test/wJalrXUtnFEMI',
  session_token: 'temporary/session+token==',
}

const FORM =
  /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([a-z0-9-]+)\/([a-z]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/

const MAX_SKEW_MS = 5 * 60_000

interface Scope {
  readonly service: string
  readonly region: string
}

/**
 * What is wrong with the signature of a request as it came, or null (docs.aws.amazon.com, IAM User Guide, "Create a signed AWS API
 * request"): `host` and all of `x-amz-*` have to be signed, and the time may be five minutes off.
 */
export function signatureFault(request: ReceivedRequest, scope: Scope): string | null {
  const { headers } = request
  const [, id, date = '', region, service, names = '', signature = ''] =
    FORM.exec(headers.authorization ?? '') ?? []
  if (id !== AWS_LOGIN.access_key_id) return 'UnrecognizedClientException'
  if (headers['x-amz-security-token'] !== AWS_LOGIN.session_token) return 'InvalidClientTokenId'
  if (!areSigned(Object.keys(headers), names)) return 'IncompleteSignature'
  const wanted = signatureOf(request, scope, { date, names })
  const rights = [
    service === scope.service,
    region === scope.region,
    isNow(String(headers['x-amz-date'])),
    timingSafeEqual(wanted, Buffer.from(signature, 'hex')),
  ]
  return rights.every(Boolean) ? null : 'SignatureDoesNotMatch'
}

function areSigned(headers: readonly string[], names: string): boolean {
  return headers
    .filter((name) => /^(?:host$|x-amz-)/.test(name))
    .every((name) => names.split(';').includes(name))
}

function isNow(time: string): boolean {
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return Math.abs(at - Date.now()) < MAX_SKEW_MS
}

function signatureOf(
  { method, path, headers, body }: ReceivedRequest,
  { service, region }: Scope,
  { date, names }: { readonly date: string; readonly names: string },
): Buffer {
  const [uri, query = ''] = path.split('?')
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`)
  const canonical = [method, uri, query, ...lines, '', names, digestOf(body)].join('\n')
  const scope = `${date}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, digestOf(canonical)].join('\n')
  let key = Buffer.from(`AWS4${AWS_LOGIN.secret_access_key}`)
  for (const part of [date, region, service, 'aws4_request', toSign])
    key = createHmac('sha256', key).update(part).digest()
  return key
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
