import type { AccessTokenRequest } from '../../../contract/people/access-token.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { AccessTokenDraft } from '../../../domain/people/access-token.ts'
import type { Caller } from '../../../domain/people/caller.ts'
import type { Grant } from '../../../domain/people/permission.ts'
import type { Projects } from '../../../domain/project.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { visibleProjects } from '../visible-projects.ts'
import { limitsOf } from './robot-grants.ts'

const DAY_MS = 86_400_000
const MAX_DAYS = 366
const NEVER = -1
const ALL = { offset: 0, limit: 0 }

/**
 * What a user asks of a new token, checked.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export async function accessTokenDraft(
  { name, duration = 30, permissions }: AccessTokenRequest,
  {
    caller,
    projects,
    nowMs,
  }: { readonly caller: Caller; readonly projects: Projects; readonly nowMs: number },
): Promise<Pick<AccessTokenDraft, 'name' | 'limits' | 'expiresAtMs'>> {
  assertVisibleName('name of an access token', name)
  const expiresAtMs = expiryOf(duration, nowMs)
  const limits = permissions === undefined ? null : limitsOf(permissions)
  if (limits !== null) await assertVisible(limits, caller, projects)
  return { name, limits, expiresAtMs }
}

/** When a token expires that lasts so many days; null: never. @throws BellbuoyError `BAD_REQUEST` */
export function expiryOf(days: number, nowMs: number): number | null {
  if (days === NEVER) return null
  if (days < 1 || days > MAX_DAYS)
    throw badRequest(
      `the duration of an access token is a number of days from 1 to ${MAX_DAYS}, or ${NEVER} for never, not ${days}`,
    )
  return nowMs + days * DAY_MS
}

/** A slip in a name would make a token that can do nothing there. */
async function assertVisible(limits: readonly Grant[], caller: Caller, projects: Projects): Promise<void> {
  const named = limits.filter(({ kind, namespace }) => kind === 'project' && namespace !== '*')
  if (named.length === 0) return
  const visible = visibleProjects(caller)
  const found = visible === null ? [] : (await projects.list(visible, ALL)).items
  const known = new Set(found.map(({ name }) => name))
  const unknown = named.find(({ namespace }) => !known.has(namespace))
  if (unknown !== undefined) throw badRequest(`you see no project ${JSON.stringify(unknown.namespace)}`)
}
