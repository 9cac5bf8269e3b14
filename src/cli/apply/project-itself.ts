import * as CALLS from '../../contract/calls.ts'
import type { ProjectRequest, ProjectResponse } from '../../contract/projects/project.ts'
import { PROJECT_SCANNER_KEY } from '../../domain/scanning/scanner.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { given, isObject } from './bodies.ts'
import { paramsOf } from './members.ts'
import { firstRecord, isRecordKey } from './record.ts'
import type { Body, Found, Noun, Place } from './thing.ts'
import { goneAsNull } from './webhooks.ts'

const METADATA = 'metadata.'

/** A project without what is in it. Its metadata count entry by entry. */
export const projectItself: Noun = {
  noun: 'project',
  comparable: ({ public: isPublic, metadata = {}, scanner, cve_allowlist }) =>
    given({
      public: isPublic,
      scanner,
      cve_allowlist: isObject(cve_allowlist) ? comparableAllowlist(cve_allowlist) : undefined,
      ...Object.fromEntries(
        Object.entries(metadata as Body).map(([key, value]) => [`${METADATA}${key}`, value]),
      ),
    }),
  async list(place) {
    const found = await projectItself.read(place, '')
    return found === null ? [] : [found]
  },
  async read(place) {
    return goneAsNull(async () => {
      const answer = await place.client.call(CALLS.getProject, { params: paramsOf(place.scope) })
      return { ...(await foundProject(answer.body, place)), etag: answer.etag }
    })
  },
  async create(place, { body, name, set }) {
    const { metadata, ...request } = await requestOf(body, place)
    const project = { ...request, metadata: { ...metadata, ...firstRecord(set) }, project_name: name }
    return (await place.client.call(CALLS.createProject, { body: project })).createdId
  },
  async update(place, { etag }, { body }) {
    const request = { params: paramsOf(place.scope), body: await requestOf(body, place), ifMatch: etag }
    return (await place.client.call(CALLS.updateProject, request)).etag
  },
  remove: async ({ client, scope }, { etag }) => {
    await client.call(CALLS.deleteProject, { params: paramsOf(scope), ifMatch: etag })
  },
  ifWritten: 'all',
  sent: () => [],
}

/** The storage limit of a project, which system admins alone may see and set. */
export const quota: Noun = {
  noun: 'quota',
  comparable: ({ storage_limit }) => given({ storage_limit }),
  async list(place) {
    const found = await quota.read(place, '')
    return found === null ? [] : [found]
  },
  async read({ client, scope }) {
    return goneAsNull(async () => {
      const { project_id: id } = await client.ask(CALLS.getProject, { params: paramsOf(scope) })
      const { body, etag } = await client.call(CALLS.getQuota, { params: { id } })
      return { id: String(id), name: scope ?? '', body: { storage_limit: body.hard.storage }, etag }
    })
  },
  create: async (place, draft) => {
    const version = await quota.read(place, '')
    if (version !== null) await quota.update(place, version, draft)
    return version?.id ?? ''
  },
  async update({ client }, { id, etag }, { body }) {
    const hard = { storage: Number(body['storage_limit']) }
    return (
      await client.call(CALLS.updateQuota, { params: { id: Number(id) }, body: { hard }, ifMatch: etag })
    ).etag
  },
  remove: null,
  sent: () => [],
}

/** The settings of the system that the API can change. */
export const settings: Noun = {
  noun: 'settings',
  comparable: ({ notification_enable }) => given({ notification_enable }),
  async list(place) {
    const found = await settings.read(place, '')
    return found === null ? [] : [found]
  },
  async read({ client }) {
    const { body, etag } = await client.call(CALLS.getConfiguration)
    const { value } = body.notification_enable
    return { id: 'settings', name: 'settings', body: { notification_enable: value }, etag }
  },
  create: () => Promise.reject(new Error('there are always settings')),
  async update({ client }, { etag }, { body }) {
    return (await client.call(CALLS.updateConfiguration, { body, ifMatch: etag })).etag
  },
  remove: null,
  ifWritten: 'all',
  sent: () => [],
}

function comparableAllowlist({ expires_at, items = [] }: Body): Body {
  const ids = (items as readonly { cve_id?: string }[]).map(({ cve_id = '' }) => ({ cve_id }))
  return given({ expires_at, items: ids })
}

async function foundProject(project: ProjectResponse, place: Place): Promise<Found> {
  const { [PROJECT_SCANNER_KEY]: uuid, public: isPublic, ...others } = project.metadata
  const metadata = Object.fromEntries(Object.entries(others).filter(([key]) => !isRecordKey(key)))
  const scanner = uuid === undefined ? '' : ((await scannerNames(place)).get(uuid) ?? '')
  const body = { ...project, public: isPublic === 'true', metadata, scanner }
  return { id: String(project.project_id), name: project.name, body: projectItself.comparable(body, place) }
}

/** Names of the scanners that a project may choose, by UUID. */
async function scannerNames({ client, scope }: Place): Promise<ReadonlyMap<string, string>> {
  const candidates = client.each(CALLS.listScannerCandidates, { params: paramsOf(scope) })
  return new Map((await Array.fromAsync(candidates)).map(({ uuid, name }) => [uuid, name]))
}

async function requestOf(body: Body, place: Place): Promise<ProjectRequest> {
  const {
    scanner,
    public: isPublic,
    cve_allowlist,
    ...rest
  } = projectItself.comparable(unflattened(body), place)
  const entries = Object.entries(rest).map(([key, value]) => [key.slice(METADATA.length), value] as const)
  const chosen = scanner === undefined ? [] : [[PROJECT_SCANNER_KEY, await uuidOf(scanner as string, place)]]
  return given({
    public: isPublic,
    cve_allowlist,
    metadata: Object.fromEntries([...entries, ...chosen]) as Record<string, string>,
  })
}

/** What a project was before is flat already. */
function unflattened(body: Body): Body {
  const isEntry = ([key]: readonly [string, unknown]): boolean => key.startsWith(METADATA)
  const flat = Object.entries(body).filter(isEntry)
  if (flat.length === 0) return body
  const metadata = Object.fromEntries(flat.map(([key, value]) => [key.slice(METADATA.length), value]))
  return { ...Object.fromEntries(Object.entries(body).filter((entry) => !isEntry(entry))), metadata }
}

async function uuidOf(scanner: string, place: Place): Promise<string> {
  if (scanner === '') return ''
  const named =
    place.scope === null ? [] : [...(await scannerNames(place))].filter(([, name]) => name === scanner)
  const [uuid = ''] = named[0] ?? []
  if (uuid !== '') return uuid
  throw new CommandFault(EXIT.refused, `project ${place.scope ?? ''}: there is no scanner ${scanner}`)
}
