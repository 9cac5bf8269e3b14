import { messageOf } from '../../domain/errors.ts'
import { isProjectName } from '../../domain/project.ts'
import { isSourceName } from '../../domain/registry/source.ts'
import { writtenEventType } from '../../domain/event/event-type.ts'
import { policyFilter } from '../../http/handlers/webhooks/policy-filter-body.ts'
import type { DocumentOf, WrittenMember, WrittenRobot, WrittenWebhook } from './documents/document-schema.ts'
import { memberName } from './members.ts'
import { type ReadDocument, refuse } from './documents/read-documents.ts'
import type { NounName, Scope, Wanted } from './thing.ts'

/** What files say of one scope. */
export interface WantedScope {
  readonly scope: Scope
  readonly things: ReadonlyMap<NounName, readonly Wanted[]>
}

/** What all files say. */
export interface WantedState {
  /** The name of their set; null: nothing is remembered. */
  readonly set: string | null
  readonly system: WantedScope
  /** By name. */
  readonly projects: readonly WantedScope[]
}

type Entry = readonly [scope: Scope, noun: NounName, wanted: Wanted]

/** Puts the documents together. @throws CommandFault naming what is said twice, and what the server would refuse */
export function wantedState(documents: readonly ReadDocument[]): WantedState {
  const entries = documents.flatMap(entriesOf)
  refuse([...twice(entries, documents), ...entries.flatMap(faultsOf)])
  const set = documents.find(({ kind }) => kind === 'ApplySet')?.body as DocumentOf<'ApplySet'> | undefined
  const names = documents.flatMap(({ kind, body }) =>
    kind === 'Project' ? [(body as { name: string }).name] : [],
  )
  const scopeOf = (scope: Scope): WantedScope => ({
    scope,
    things: Map.groupBy(
      entries.filter(([of]) => of === scope),
      ([, noun]) => noun,
    )
      .entries()
      .map(([noun, found]) => [noun, found.map(([, , wanted]) => wanted)] as const)
      .reduce((map, [noun, found]) => map.set(noun, found), new Map<NounName, readonly Wanted[]>()),
  })
  return { set: set?.name ?? null, system: scopeOf(null), projects: names.toSorted().map(scopeOf) }
}

function entriesOf({ kind, body, at }: ReadDocument): readonly Entry[] {
  const { kind: _kind, ...written } = body
  const one = (noun: NounName, name: string): readonly Entry[] => [[null, noun, { name, written, at: at() }]]
  switch (kind) {
    case 'Project':
      return projectEntries(body as DocumentOf<'Project'>, at)
    case 'GlobalWebhook':
      return one('webhook', (body as DocumentOf<'GlobalWebhook'>).name)
    case 'Source':
      return one('source', (body as DocumentOf<'Source'>).name)
    case 'Scanner':
      return one('scanner', (body as DocumentOf<'Scanner'>).name)
    case 'Robot':
      return one('robot', (body as DocumentOf<'Robot'>).name)
    case 'Settings':
      return one('settings', 'settings')
    case 'ApplySet':
      return []
  }
}

function projectEntries(
  { kind: _kind, members = [], webhooks = [], robots = [], storage_limit, ...project }: DocumentOf<'Project'>,
  at: ReadDocument['at'],
): readonly Entry[] {
  const { name } = project
  const list = <Item extends WrittenMember | WrittenWebhook | WrittenRobot>(
    noun: NounName,
    key: string,
    items: readonly Item[],
    nameOf: (item: Item) => string,
  ): readonly Entry[] =>
    items.map((item, index) => [
      name,
      noun,
      { name: nameOf(item), written: item, at: at(`${key}.${String(index)}`) },
    ])
  const limit: readonly Entry[] =
    typeof storage_limit === 'number'
      ? [[name, 'quota', { name, written: { storage_limit }, at: at('storage_limit') }]]
      : []
  return [
    [name, 'project', { name, written: project, at: at() }],
    ...limit,
    ...list('member', 'members', members, memberName),
    ...list('webhook', 'webhooks', webhooks, (item) => item.name),
    ...list('robot', 'robots', robots, (item) => item.name),
  ]
}

function twice(entries: readonly Entry[], documents: readonly ReadDocument[]): readonly string[] {
  const sets = documents.filter(({ kind }) => kind === 'ApplySet')
  const groups = Map.groupBy(entries, ([scope, noun, { name }]) => JSON.stringify([scope, noun, name]))
  return [
    ...sets
      .slice(1)
      .map(({ at }) => `${at()}: the files already have an ApplySet at ${sets[0]?.at() ?? ''}: keep one`),
    ...[...groups.values()].flatMap(([first, ...more]) =>
      more.map(
        ([, noun, { name, at }]) => `${at}: ${noun} ${name} is already defined at ${first?.[2].at ?? ''}`,
      ),
    ),
  ]
}

/** What can be seen without a server: by its own functions, so that nobody has to wait for a refusal in the middle. */
function faultsOf([, noun, { name, written, at }]: Entry): readonly string[] {
  const faults: string[] = []
  if (noun === 'project' && !isProjectName(name)) faults.push(`${name} is not a valid project name`)
  if (noun === 'source' && !isSourceName(name)) faults.push(`${name} is not a valid source name`)
  if (noun === 'member') faults.push(...memberFaults(written as unknown as WrittenMember))
  if (noun === 'webhook') faults.push(...webhookFaults(written as unknown as WrittenWebhook))
  return faults.map((fault) => `${at}: ${fault}`)
}

function memberFaults({ username, group_name }: WrittenMember): readonly string[] {
  const isOne = (username === undefined) !== (group_name === undefined)
  return isOne ? [] : ['a member needs either username or group_name']
}

function webhookFaults({ event_types = [], filter, targets }: WrittenWebhook): readonly string[] {
  const unknown = event_types.filter((type) => writtenEventType(type) === null)
  const open = targets.filter(({ address = '' }) => URL.canParse(address) && hasLogin(new URL(address)))
  return [
    ...(event_types.length === 0 ? ['event_types is missing or empty'] : []),
    ...unknown.map((type) => `there is no event type ${type}`),
    ...open.map(() => 'an address contains a password: move it to auth_header, as a secret'),
    ...filterFault(filter),
  ]
}

function hasLogin({ username, password, protocol }: URL): boolean {
  return /^https?:$/.test(protocol) && (username !== '' || password !== '')
}

function filterFault(filter: WrittenWebhook['filter']): readonly string[] {
  try {
    policyFilter(filter)
    return []
  } catch (error) {
    return [messageOf(error)]
  }
}
