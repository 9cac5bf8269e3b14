import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { nounNamed } from './nouns.ts'
import { PLANNED_PROJECT, isMadeBy, madeKey } from './made-key.ts'
import { recordIn } from './record.ts'
import type { ScopePlan } from './show-plan.ts'
import type { Kinds, Place } from './thing.ts'
import type { WantedState } from './wanted.ts'

/** A project in which the set has made something, and that no file names any more. */
export interface OrphanedProject {
  readonly name: string
  /** Whether it goes as a whole: the set made it and all that is in it. */
  readonly goes: boolean
  readonly plan: ScopePlan
  readonly etag: string
}

/** Projects that a prune is about besides those of the files. */
export async function orphanedProjects(
  client: Client,
  { set, projects }: WantedState,
  kinds: Kinds,
): Promise<readonly OrphanedProject[]> {
  const named = new Set(projects.map(({ scope }) => scope))
  const all = await Array.fromAsync(client.each(CALLS.listProjects, { query: { sort: 'name' } }))
  const orphans: OrphanedProject[] = []
  for (const project of all) {
    const made = recordIn(project.metadata).get(set ?? '')
    if (named.has(project.name) || made === undefined || made.size === 0) continue
    const place = { client, scope: project.name, kinds }
    const isMade = made.has(PLANNED_PROJECT) || made.has(madeKey('project', String(project.project_id)))
    orphans.push(await orphanOf(place, isMade && (await isAllMade(place, made, project.owner_name))))
  }
  return orphans
}

/** Whether nothing is in a project that others made. Its creator is a member by itself. */
async function isAllMade(
  place: Place,
  made: ReadonlySet<string>,
  owner: string | undefined,
): Promise<boolean> {
  for (const name of ['webhook', 'robot', 'member'] as const) {
    const noun = nounNamed(name)
    const found = await noun.list(place)
    const isMade = (one: (typeof found)[number]): boolean =>
      isMadeBy(made, noun, one) || (name === 'member' && one.name === `user ${owner ?? ''}`)
    if (!found.every(isMade)) return false
  }
  return true
}

async function orphanOf(place: Place, goes: boolean): Promise<OrphanedProject> {
  const name = place.scope ?? ''
  const version = await nounNamed('project').read(place, '')
  const removal = { action: 'remove', noun: 'project', name, wanted: null, found: version } as const
  const changes = goes ? [{ ...removal, fields: [], secrets: [] }] : []
  return { name, goes, plan: { scope: name, changes, leftOver: [] }, etag: version?.etag ?? '' }
}

/** Removes a project, unless someone has put something in it since the diff. */
export async function removeProject({ name, etag }: OrphanedProject, place: Place): Promise<void> {
  const { body, etag: now } = await place.client.call(CALLS.getProject, {
    params: { project_name_or_id: name },
  })
  const set = [...recordIn(body.metadata).values()].reduce((all, keys) => all.union(keys), new Set<string>())
  if (now !== etag || !(await isAllMade(place, set, body.owner_name)))
    throw new CommandFault(
      EXIT.conflict,
      `apply did not prune the project ${name}, because someone else has just changed it; run apply again`,
    )
  await nounNamed('project').remove?.(place, { id: '', name, body: {}, etag })
}
