import { cutText } from '../field-reader.ts'

const MAX_REASON = 200
const MAX_EXAMPLE = 4096
const MAX_STRING = 256
const MAX_ENTRIES = 20
const MAX_DEPTH = 5

const SECRET_NAME = /authorization|cookie|credential|passw|secret|token|api_?key/i
/** The user and password of a URL, and what follows the name of a scheme of HTTP log-in. */
const SECRET_TEXT = /(?<=:\/\/)[^/\s@]*@|\b(?<scheme>Bearer|Basic)\s+\S+/gi

/** A reason under which many are counted: without the places of entries, on one line. */
export function reasonOf(fault: string): string {
  return cutText(fault.replaceAll(/\[\d+\]/g, '[]').replaceAll(/\s+/g, ' '), MAX_REASON)
}

/** A value as JSON that may be stored and shown: bounded, its secrets replaced by `***`. */
export function exampleOf(value: unknown): string {
  return cutText(JSON.stringify(excerptOf(value) ?? null), MAX_EXAMPLE)
}

/** A value of which only the beginnings are left, without secrets; its own excerpt is the same. */
export function excerptOf(value: unknown): unknown {
  return shortened(value, MAX_DEPTH)
}

function shortened(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return withoutSecrets(cutText(value.toWellFormed(), MAX_STRING))
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return '…'
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => shortened(entry, levels - 1))
  const entries = Object.entries(value).slice(0, MAX_ENTRIES)
  return Object.fromEntries(
    entries.map(([name, entry]) => [
      cutText(name.toWellFormed(), MAX_STRING),
      SECRET_NAME.test(name) ? '***' : shortened(entry, levels - 1),
    ]),
  )
}

function withoutSecrets(text: string): string {
  return text.replaceAll(SECRET_TEXT, (_found, scheme?: string) =>
    scheme === undefined ? '***@' : `${scheme} ***`,
  )
}
