import { fitsHeader } from '../../domain/header-value.ts'

/** Names of RFC 9110, section 5.1: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** White space around a value is not part of it (RFC 9110, section 5.5). */
const PADDED = /^[\t ]|[\t ]$/

/** Those of one connection alone (RFC 9110, section 7.6.1) and those that Bellbuoy or HTTP itself writes. */
const TAKEN: ReadonlySet<string> = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'proxy-authorization',
  'host',
  'content-length',
  'content-type',
  'expect',
  'content-encoding',
  'user-agent',
])
const TAKEN_PREFIXES = ['webhook-', 'x-bellbuoy-', 'ce-']

/** What is wrong with headers that a target is to have on every request, or null. */
export function headersFault(headers: Readonly<Record<string, string>>): string | null {
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return `headers has ${twice} twice: upper and lower case are the same`
  for (const [name, value] of Object.entries(headers)) {
    const fault = nameFault(name)
    if (fault !== null) return `headers.${name} ${fault}`
    if (PADDED.test(value) || !fitsHeader(value))
      return `headers.${name} holds a character that a header cannot carry`
  }
  return null
}

function nameFault(name: string): string | null {
  if (!NAME.test(name)) return 'is no name of a header'
  const lower = name.toLowerCase()
  if (lower === 'authorization') return 'is set by auth_header, secret, basic, bearer or oauth2'
  const isTaken = TAKEN.has(lower) || TAKEN_PREFIXES.some((prefix) => lower.startsWith(prefix))
  return isTaken ? 'is a header that Bellbuoy or the connection sets' : null
}
