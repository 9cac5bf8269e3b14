import type { AccessTokenRequest, AccessTokenResponse } from '../../../src/contract/people/access-token.ts'
import type { Text } from '../../text/english.ts'

type Asked = NonNullable<AccessTokenRequest['permissions']>
type Limit = NonNullable<AccessTokenResponse['permissions']>[number]

/** What the form offers; the API has finer limits. */
export interface ChosenLimits {
  readonly isReadOnly: boolean
  /** Names; null: all, and the whole system. */
  readonly projects: readonly string[] | null
}

const ALL = ['*']
const READING = ['read', 'list']

/** The limits of a token as the API takes them; undefined for none. */
export function limitsOf({ isReadOnly, projects }: ChosenLimits): Asked | undefined {
  if (!isReadOnly && projects === null) return undefined
  const access = (isReadOnly ? READING : ALL).map((action) => ({ resource: '*', action }))
  if (projects !== null) return projects.map((namespace) => ({ kind: 'project', namespace, access }))
  return [
    { kind: 'project', namespace: '*', access },
    { kind: 'system', namespace: '/', access },
  ]
}

/** The limits of a token in words, one for each place. */
export function limitWords(limits: readonly Limit[] | undefined, t: Text): readonly string[] {
  if (limits === undefined) return [t.accessTokens.noLimits]
  return limits.map((limit) => t.accessTokens.limit(placeOf(limit, t), extentOf(limit, t)))
}

function placeOf({ kind, namespace }: Limit, t: Text): string {
  if (kind === 'system') return t.accessTokens.system
  return namespace === '*' ? t.accessTokens.allProjects : namespace
}

function extentOf({ access }: Limit, t: Text): string {
  const names = access.map(({ resource, action }) => `${resource}:${action}`)
  const isPlain = access.every(({ effect }) => effect !== 'deny')
  if (isPlain && names.includes('*:*')) return t.accessTokens.full
  const isReading = isPlain && names.length === 2 && READING.every((action) => names.includes(`*:${action}`))
  return isReading ? t.accessTokens.readOnly : t.robots.permissionCount(names.length)
}
