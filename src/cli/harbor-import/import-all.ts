import type { ImportSides } from './copy-each.ts'
import { type HarborMember, copyMembers } from './copy-members.ts'
import { type HarborPolicy, copyPolicies } from './copy-policies.ts'
import { type HarborProject, copyProjects } from './copy-projects.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { type RobotsCopy, copyRobots } from './copy-robots.ts'
import { copyUsers } from './copy-users.ts'
import { type RestApi, faultIn } from './rest-api.ts'

export interface ImportWishes extends Pick<RobotsCopy, 'keepSecret' | 'nowMs'> {
  /** Names of the projects to copy; none: all. */
  readonly only: readonly string[]
}

/** Copies everything that Bellbuoy has a use for: users first, since members name them, then each project with what belongs to it. */
export async function importAll(
  sides: ImportSides,
  { only, keepSecret, nowMs }: ImportWishes,
): Promise<void> {
  const { harbor, bellbuoy } = sides
  await assertSystemAdmin('Harbor', harbor)
  await assertSystemAdmin('Bellbuoy', bellbuoy)
  const projects = await wantedProjects(harbor, only)
  const members = new Map<string, readonly HarborMember[]>()
  for (const { name } of projects)
    members.set(name, await harbor.list<HarborMember>(`/projects/${name}/members`))
  const names = [...members.values()].flat().map(({ entity_name: name }) => name)
  await copyUsers(sides, only.length === 0 ? null : new Set(names))
  await copyProjects(sides, projects)
  const here = new Map(
    (await bellbuoy.list<HarborProject>('/projects')).map(({ name, project_id: id }) => [name, id]),
  )
  const prefix = await robotPrefix(harbor)
  for (const { name: project, project_id: harborId } of projects) {
    const isThere = here.has(project)
    await copyMembers(sides, { project, items: members.get(project) ?? [], isThere })
    const policies = await harbor.list<HarborPolicy>(`/projects/${project}/webhook/policies`)
    await copyPolicies(sides, { project, items: policies, isThere })
    const where = { name: project, harborId, id: here.get(project) ?? null }
    await copyRobots(sides, { project: where, prefix, keepSecret, nowMs })
  }
  if (only.length === 0) await copyRobots(sides, { project: null, prefix, keepSecret, nowMs })
}

/** @throws CommandFault when the log-in is not that of a system admin, who alone sees and may copy everything */
async function assertSystemAdmin(name: string, api: RestApi): Promise<void> {
  const answer = await api.get('/users/current')
  if (answer.status !== 200)
    throw new CommandFault(EXIT.forbidden, `${name} refused the log-in: ${faultIn(answer)}`)
  const { username, sysadmin_flag: isAdmin } = answer.body as { username: string; sysadmin_flag?: boolean }
  if (isAdmin !== true) throw new CommandFault(EXIT.forbidden, `${username} is not a system admin of ${name}`)
}

async function wantedProjects(harbor: RestApi, only: readonly string[]): Promise<readonly HarborProject[]> {
  const all = await harbor.list<HarborProject>('/projects')
  const unknown = only.filter((wanted) => !all.some(({ name }) => name === wanted))
  if (unknown.length > 0) throw new CommandFault(EXIT.missing, `Harbor has no project ${unknown.join(', ')}`)
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name))
}

async function robotPrefix(harbor: RestApi): Promise<string> {
  const { status, body } = await harbor.get('/configurations')
  const found = body as { readonly robot_name_prefix?: { readonly value?: string } } | null
  return status === 200 ? (found?.robot_name_prefix?.value ?? 'robot$') : 'robot$'
}
