import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ApiFailure } from '../../client/api-failure.ts'
import * as CALLS from '../../contract/calls.ts'
import { messageOf } from '../../domain/errors.ts'
import { isProjectName } from '../../domain/project.ts'
import { counted } from '../remote/counted.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type Remote, runRemote } from '../remote/run-remote.ts'
import type { DocumentKind } from './documents/document-schema.ts'
import { readKinds } from './kinds.ts'
import { nounNamed } from './nouns.ts'
import type { Body, Found, Kinds, NounName, Place } from './thing.ts'
import { writtenProject, writtenThing } from './written.ts'

export interface ExportOptions extends RemoteOptions {
  readonly output: string
  readonly project?: readonly string[]
}

/** Writes what is there as files, so that an apply of them changes nothing. */
export async function exportFiles({ output: folder, project, ...options }: ExportOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    prepare(folder)
    const kinds = await readKinds(client, project === undefined)
    const names = project ?? (await projectNames(client))
    const files = new Map<string, readonly Body[]>()
    if (project === undefined) files.set('system', await systemDocuments({ client, scope: null, kinds }))
    for (const name of names) files.set(`project-${name}`, [await projectDocument(client, name, kinds)])
    // Once all is read: an export that ends in the middle leaves nothing that looks like a whole one.
    const written = [...files].filter(([, documents]) => documents.length > 0)
    for (const [name, documents] of written) write(folder, name, documents)
    output.one(
      { folder, files: written.length },
      () => folder,
      () => `Wrote ${String(written.length)} files to ${folder}.`,
    )
  })
}

/** Before anything is read: what is there already is not overwritten. @throws CommandFault */
function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (readdirSync(folder).length === 0) return
  } catch (error) {
    throw new CommandFault(EXIT.refused, `cannot write to ${folder}: ${messageOf(error)}`)
  }
  throw new CommandFault(EXIT.refused, `${folder} is not empty: name another folder`)
}

async function projectNames(client: Remote['client']): Promise<readonly string[]> {
  const projects = client.each(CALLS.listProjects, { query: { sort: 'name' } })
  return (await Array.fromAsync(projects)).map(({ name }) => name)
}

const SYSTEM: readonly (readonly [NounName, DocumentKind])[] = [
  ['settings', 'Settings'],
  ['scanner', 'Scanner'],
  ['source', 'Source'],
  ['webhook', 'GlobalWebhook'],
  ['robot', 'Robot'],
]

async function systemDocuments(place: Place): Promise<readonly Body[]> {
  const documents: Body[] = []
  for (const [noun, kind] of SYSTEM)
    for (const found of await listed(noun, place)) documents.push({ kind, ...writtenThing(noun, found, []) })
  return documents
}

async function projectDocument(client: Remote['client'], name: string, kinds: Kinds): Promise<Body> {
  const place = { client, scope: name, kinds }
  const [project] = await nounNamed('project').list(place)
  if (project === undefined) throw new CommandFault(EXIT.missing, `there is no project ${name}`)
  // A file is named after it.
  if (!isProjectName(name))
    throw new CommandFault(EXIT.refused, `${JSON.stringify(name)} is not a valid project name`)
  const list = async (noun: NounName, key: string): Promise<Body> => {
    const found = await listed(noun, place)
    return found.length === 0 ? {} : { [key]: found.map((one) => writtenThing(noun, one, [name])) }
  }
  return {
    kind: 'Project',
    ...writtenProject(project),
    ...(await storageOf(place)),
    ...(await list('member', 'members')),
    ...(await list('webhook', 'webhooks')),
    ...(await list('robot', 'robots')),
  }
}

/** In the order of names, so that two exports of the same are the same. A thing without a name is named to the caller, and left out. */
async function listed(noun: NounName, place: Place): Promise<readonly Found[]> {
  const found = await nounNamed(noun).list(place)
  const unnamed = found.filter(({ name }) => name === '')
  if (unnamed.length > 0) {
    const where = place.scope === null ? 'the system' : `the project ${place.scope}`
    const which = unnamed.map(({ id }) => id).join(', ')
    console.error(
      `bellbuoy: warning: ${where} has ${counted(unnamed.length, noun, `${noun}s`)} without a name (number ${which}), which the files leave out; give each a name (bellbuoy policy edit NUMBER --name NAME)`,
    )
  }
  return found.filter(({ name }) => name !== '').toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** Nothing for those who may not see limits, and where there is none. */
async function storageOf(place: Place): Promise<Body> {
  try {
    const [found] = await nounNamed('quota').list(place)
    return found === undefined || found.body['storage_limit'] === -1 ? {} : found.body
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 403) return {}
    throw error
  }
}

/** Only the owner may read a file: addresses may be confidential, too. */
function write(folder: string, name: string, documents: readonly Body[]): void {
  const text = documents
    .map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n')
  try {
    writeFileSync(join(folder, `${name}.yml`), text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new CommandFault(EXIT.refused, `cannot write ${name}.yml: ${messageOf(error)}`)
  }
}
