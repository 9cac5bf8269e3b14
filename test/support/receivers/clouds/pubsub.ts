import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import type { PlainAnswer } from '../answer.ts'
import type { ReceivedRequest } from '../received-requests.ts'
import { type CloudDouble, type CloudMessage, type Json, Refused, answerBy } from './cloud-double.ts'

const TOPIC = 'projects/acme-images/topics/pushes'
const ACCOUNT = 'bellbuoy@acme-images.iam.gserviceaccount.com'
const TOKEN = 'ya29.token-of-the-test'
const MAX_BYTES = 10_000_000

const PRIVATE_KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey
const keyFile = (origin: string, id = '0123abcd'): string =>
  JSON.stringify({
    type: 'service_account',
    project_id: 'acme-images',
    private_key_id: id,
    private_key: PRIVATE_KEY,
    client_email: ACCOUNT,
    token_uri: `${origin}/token`,
  })

const json = (status: number, value: object): PlainAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: JSON.stringify(value),
})
const refusal = (code: number, status: string, message: string) =>
  json(code, { error: { code, message, status } })

const thanks = json(200, { messageIds: ['19916711285'] })

/**
 * A topic of Pub/Sub (cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish and /PubsubMessage, /pubsub/quotas,
 * /pubsub/docs/reference/error-codes) beside the place of its tokens (developers.google.com/identity/protocols/oauth2/service-account).
 */
export const pubsub: CloudDouble = {
  target: (origin) => ({
    address: TOPIC,
    options: { endpoint: origin, service_account_key: keyFile(origin) },
  }),
  secrets: [PRIVATE_KEY.split('\n')[5]!, TOKEN],
  wrong: (origin) => ({ service_account_key: keyFile(origin, 'deleted') }),
  prefix: 'ce-',
  maxAttributes: 100,
  answer: (request) => (request.path === '/token' ? tokenFor(request) : publish(request)),
  read,
  thanks,
  refusals: {
    forGood: [refusal(400, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 10485760 bytes.')],
    passing: [
      refusal(404, 'NOT_FOUND', 'Resource not found (resource=pushes).'),
      refusal(403, 'PERMISSION_DENIED', 'User not authorized to perform this action.'),
      refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'),
      refusal(503, 'UNAVAILABLE', 'The service was unable to fulfill your request.'),
    ],
  },
}

const publish = answerBy(read, thanks)

function tokenFor({ headers, body }: ReceivedRequest): PlainAnswer {
  const { grant_type, assertion = '' } = Object.fromEntries(new URLSearchParams(body))
  const isGrant = grant_type === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  const [head = '', claims = '', signature = ''] = assertion.split('.')
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claims}`),
    createPublicKey(PRIVATE_KEY),
    Buffer.from(signature, 'base64url'),
  )
  const isGood = isGrant && isSigned && isFor(`http://${headers.host}/token`, partOf(head), partOf(claims))
  return isGood
    ? json(200, { access_token: TOKEN, expires_in: 3599, token_type: 'Bearer' })
    : json(400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' })
}

function partOf(text: string): Json {
  return JSON.parse(Buffer.from(text, 'base64url').toString())
}

function isFor(
  url: string,
  { alg, typ, kid }: Json,
  { iss, scope, aud, iat, exp, ...others }: Json,
): boolean {
  const nowS = Date.now() / 1000
  const isTimely = Math.abs(iat - nowS) < 300 && exp > nowS && exp - iat <= 3600
  const isOurs = alg === 'RS256' && typ === 'JWT' && kid === '0123abcd' && iss === ACCOUNT && aud === url
  return (
    isOurs &&
    isTimely &&
    scope === 'https://www.googleapis.com/auth/pubsub' &&
    Object.keys(others).length === 0
  )
}

function read({ path, method, headers, body }: ReceivedRequest): CloudMessage {
  if (headers.authorization !== `Bearer ${TOKEN}`)
    throw new Refused(refusal(401, 'UNAUTHENTICATED', 'invalid authentication credentials'))
  if (method !== 'POST' || path !== `/v1/${TOPIC}:publish`)
    throw new Refused(refusal(404, 'NOT_FOUND', 'Resource not found'))
  const { messages, ...others } = JSON.parse(body)
  const [{ data, attributes, orderingKey, ...more }] = messages
  const entries = Object.entries(attributes as Readonly<Record<string, string>>)
  const wrong = entries.filter(([name, value]) => !isAttribute(name, value))
  if (Object.keys({ ...others, ...more }).length + wrong.length > 0 || messages.length !== 1)
    throw new Refused(refusal(400, 'INVALID_ARGUMENT', 'a field or an attribute'))
  if (entries.length > 100 || Buffer.byteLength(orderingKey) > 1024 || Buffer.byteLength(body) > MAX_BYTES)
    throw new Refused(refusal(400, 'INVALID_ARGUMENT', 'too large'))
  return { body: Buffer.from(data, 'base64').toString(), attributes, order: orderingKey }
}

function isAttribute(name: string, value: string): boolean {
  return !name.startsWith('goog') && Buffer.byteLength(name) <= 256 && Buffer.byteLength(value) <= 1024
}
