import { isObject } from './bodies.ts'
import { writtenMember } from './members.ts'
import { SECRET } from './documents/secret-reference.ts'
import type { Body, Found, NounName } from './thing.ts'

/** What is there, as a file says it. Secrets are named by the variables that they would come from. */
export function writtenThing(noun: NounName, { name, body }: Found, prefix: readonly string[]): Body {
  if (noun === 'member') return { ...writtenMember(name), ...body }
  const named = withVariables(body, [...prefix, noun, name]) as Body
  return noun === 'quota' || noun === 'settings' ? named : { name, ...named }
}

/** A project with what is in it. Its metadata stand together again. */
export function writtenProject(project: Found): Body {
  const entries = Object.entries(project.body)
  const metadata = entries.flatMap(([key, value]) =>
    key.startsWith('metadata.') ? [[key.slice('metadata.'.length), value] as const] : [],
  )
  const others = entries.filter(([key, value]) => !key.startsWith('metadata.') && !isNothing(key, value))
  return {
    name: project.name,
    ...Object.fromEntries(others),
    ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata) }),
  }
}

function isNothing(key: string, value: unknown): boolean {
  const isEmptyList = isObject(value) && Object.keys(value).length === 1 && String(value['items']) === ''
  return (key === 'scanner' && value === '') || (key === 'cve_allowlist' && isEmptyList)
}

function withVariables(value: unknown, path: readonly string[]): unknown {
  if (value === SECRET) return { fromEnv: variableFor(path) }
  if (Array.isArray(value))
    return value.map((entry, index) => withVariables(entry, [...path, String(index + 1)]))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, withVariables(entry, [...path, key])]),
  )
}

/** `TEAM_WEBHOOK_CI_TARGETS_1_AUTH_HEADER` */
function variableFor(path: readonly string[]): string {
  const name = path
    .join('_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
  return /^\d/.test(name) ? `_${name}` : name
}
