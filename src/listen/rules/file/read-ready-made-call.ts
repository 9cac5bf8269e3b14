import { checkUrl } from './check-request.ts'
import { mistakeAt } from './mistake.ts'
import { type ReadyMadeCall, readyMadeContent } from '../calls/ready-made-calls.ts'
import { bearer, readToken } from './read-token.ts'
import type { RulePlace } from './rule-place.ts'
import type { CallAction, SecretSource } from '../rule.ts'
import type { WrittenCall } from './rules-schema.ts'

const KEYS = ['url', 'owner', 'repository', 'project', 'ref', 'method', 'headers', 'body'] as const

/** A call of which the rule gives only the parameters. */
export function readReadyMadeCall(call: WrittenCall, readyMade: ReadyMadeCall, place: RulePlace): CallAction {
  checkKeys(call, readyMade, place)
  if (call.url !== undefined) checkUrl(call.url, [...place.path, 'url'], place.mistakes)
  const token = readToken(call, place)
  if (readyMade.needsToken && token === null)
    place.mistakes.push(
      mistakeAt(place.path, `token_file or token_variable is missing: ${nameOf(call)} needs it`),
    )
  const given = keysOf(readyMade).flatMap((key) => {
    const value = call[key]
    return value === undefined ? [] : [[key, String(value)] as const]
  })
  const { body, headers } = readyMadeContent(readyMade.template)
  return {
    kind: 'call',
    method: 'POST',
    url: readyMade.urlOf(Object.fromEntries(given)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    bodyTemplate: body,
    ...(token !== null && withToken(readyMade, token)),
  }
}

function withToken(
  { token: where }: ReadyMadeCall,
  source: SecretSource,
): Pick<CallAction, 'secretHeaders' | 'secretQuery'> {
  return where === 'bearer'
    ? { secretHeaders: { authorization: bearer(source) } }
    : { secretQuery: { token: { prefix: '', source } } }
}

function keysOf({ needs, mayHave = [] }: ReadyMadeCall): ReadyMadeCall['needs'] {
  return [...needs, ...mayHave]
}

function checkKeys(call: WrittenCall, readyMade: ReadyMadeCall, { path, mistakes }: RulePlace): void {
  const taken = keysOf(readyMade)
  for (const key of readyMade.needs) {
    if (call[key] === undefined) mistakes.push(mistakeAt(path, `${key} is missing: ${nameOf(call)} needs it`))
  }
  for (const key of KEYS) {
    if (call[key] === undefined || taken.some((one) => one === key)) continue
    const text = `${nameOf(call)} takes no ${key}: it takes ${taken.join(', ')} and a token`
    mistakes.push(mistakeAt([...path, key], text, 'key'))
  }
}

function nameOf({ ready_made }: WrittenCall): string {
  return `ready_made: ${ready_made ?? ''}`
}
