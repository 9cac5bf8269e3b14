import type { AuditChange } from '../domain/people/audit.ts'

/** An entry is kept for as long as the installation: what changed is cut to these bounds. */
const MAX_CHANGES = 30
const MAX_VALUE = 200

const SECRET = /secret|password|token$|credential|authorization|auth_header|private_key|passphrase/i
/** Addresses of chats hold a secret in their path. */
const ADDRESS = /^(?:address|url|.*_url)$/
/** What no caller changes: times, and how a thing stands. */
const KEPT_BY_SERVER = /(?:_time|_at|_until)$|^(?:unreachable|last_.*|id|.*_count|used)$/

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * What a call changed, field by field: how a thing was read before and after it. No value of a secret is among it.
 *
 * @param sent the body of the call, which has the secrets that answers leave out
 */
export function changesBetween(before: unknown, after: unknown, sent: unknown): readonly AuditChange[] {
  const open = differences(asJson(before), asJson(after), [])
  const secret = secretsIn(asJson(sent), asJson(after), []).map((path) => ({ field: path.join('.') }))
  const others = open.filter(({ field }) => !secret.some((one) => one.field === field))
  return [...others, ...secret].slice(0, MAX_CHANGES)
}

function asJson(value: unknown): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}

type Path = readonly string[]

function differences(before: Json | undefined, after: Json | undefined, path: Path): readonly AuditChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (KEPT_BY_SERVER.test(path.at(-1) ?? '')) return []
  if (isGroup(before) || isGroup(after)) {
    const [one, other] = [groupOf(before), groupOf(after)]
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
    return names.flatMap((name) => differences(one[name], other[name], [...path, name]))
  }
  return [{ field: path.join('.'), ...valuesOf(before, after, path) }]
}

/** Objects, and lists of objects, are compared entry by entry; a list of values is one value. */
function isGroup(value: Json | undefined): value is Readonly<Record<string, Json>> {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) || value.some((entry) => typeof entry === 'object')
}

/** Entries of a list are named by their place, counted from 1. */
function groupOf(value: Json | undefined): Readonly<Record<string, Json>> {
  if (!isGroup(value)) return {}
  if (!Array.isArray(value)) return value
  return Object.fromEntries((value as readonly Json[]).map((entry, index) => [String(index + 1), entry]))
}

function valuesOf(before: Json | undefined, after: Json | undefined, path: Path): Omit<AuditChange, 'field'> {
  const name = path.at(-1) ?? ''
  // A flag such as `has_secret` is none; nor is the place of a secret, which answers leave empty.
  const isSecret = SECRET.test(name) && typeof (after ?? before) === 'string'
  const values = { from: textOf(before, name), to: textOf(after, name) }
  if (isSecret || values.from === values.to) return {}
  return {
    ...(values.from !== null && { from: values.from }),
    ...(values.to !== null && { to: values.to }),
  }
}

function textOf(value: Json | undefined, name: string): string | null {
  if (value === undefined || value === null || value === '') return null
  if (Array.isArray(value)) return cut(value.map((entry) => String(entry)).join(', '))
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return cut(ADDRESS.test(name) && URL.canParse(text) ? originOf(text) : text)
}

function originOf(address: string): string {
  const { protocol, host } = new URL(address)
  return host === '' ? protocol : `${protocol}//${host}`
}

function cut(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`
}

/** Where a body has a secret: by its name, or since the answer is empty in its place. */
function secretsIn(sent: Json | undefined, after: Json | undefined, path: Path): readonly Path[] {
  if (isGroup(sent)) {
    const there = groupOf(after)
    return Object.entries(groupOf(sent)).flatMap(([name, value]) =>
      secretsIn(value, there[name], [...path, name]),
    )
  }
  if (typeof sent !== 'string' || sent === '') return []
  return SECRET.test(path.at(-1) ?? '') || after === '' ? [path] : []
}
