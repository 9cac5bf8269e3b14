import { checkBody, checkHeaders, checkUrl } from './check-request.ts'
import { mistakeAt } from './mistake.ts'
import { readReadyMadeCall } from './read-ready-made-call.ts'
import { readSecretReference } from './read-secret-reference.ts'
import { bearer, readToken } from './read-token.ts'
import { READY_MADE_CALLS } from '../calls/ready-made-calls.ts'
import type { RulePlace } from './rule-place.ts'
import type { CallAction, SecretValue } from '../rule.ts'
import type { WrittenCall } from './rules-schema.ts'

/** Only of ready-made requests. */
const PARAMETERS = ['owner', 'repository', 'project', 'ref'] as const

/** The request of a rule that has `call`. What cannot be one is added to the mistakes. */
export function readCall(call: WrittenCall, place: RulePlace): CallAction {
  const readyMade = call.ready_made === undefined ? undefined : READY_MADE_CALLS[call.ready_made]
  return readyMade === undefined ? readOwnCall(call, place) : readReadyMadeCall(call, readyMade, place)
}

function readOwnCall(call: WrittenCall, place: RulePlace): CallAction {
  const { path, mistakes } = place
  const { url = '', method = 'POST', body } = call
  if (url === '') mistakes.push(mistakeAt(path, 'url is missing'))
  else checkUrl(url, [...path, 'url'], mistakes)
  for (const key of PARAMETERS) {
    if (call[key] === undefined) continue
    mistakes.push(mistakeAt([...path, key], `${key} is only for a call with ready_made`, 'key'))
  }
  const { headers, secretHeaders } = readHeaders(call, place)
  if (body !== undefined) checkBody({ body, headers }, [...path, 'body'], mistakes)
  return {
    kind: 'call',
    method,
    url,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    secretHeaders,
    ...(body !== undefined && { bodyTemplate: body }),
  }
}

interface CallHeaders {
  readonly headers: Readonly<Record<string, string>>
  readonly secretHeaders: Readonly<Record<string, SecretValue>>
}

function readHeaders(call: WrittenCall, place: RulePlace): CallHeaders {
  const path = [...place.path, 'headers']
  const written = Object.entries(call.headers ?? {})
  checkHeaders(call.headers ?? {}, path, place.mistakes)
  const texts: [string, string][] = []
  const secrets: [string, SecretValue][] = []
  for (const [name, value] of written) {
    if (typeof value === 'string') texts.push([name.toLowerCase(), value])
    else {
      const source = readSecretReference(value, { ...place, path: [...path, name] })
      secrets.push([name.toLowerCase(), { prefix: '', source }])
    }
  }
  const token = readToken(call, place)
  if (token !== null) {
    if (written.some(([name]) => name.toLowerCase() === 'authorization'))
      place.mistakes.push(mistakeAt(path, 'there is an Authorization header beside the token: leave out one'))
    secrets.push(['authorization', bearer(token)])
  }
  return { headers: Object.fromEntries(texts), secretHeaders: Object.fromEntries(secrets) }
}
