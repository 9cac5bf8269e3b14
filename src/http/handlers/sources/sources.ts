import * as CALLS from '../../../contract/calls.ts'
import type {
  RegistryHostBlock,
  SourceKindResponse,
  SourceResponse,
} from '../../../contract/sources/source.ts'
import { type SourceKind, type SourceView, settingsSchemaOf } from '../../../domain/registry/source.ts'
import type { RegistryHostView } from '../../../domain/registry/registry-host.ts'
import type { Store } from '../../../domain/store.ts'
import type { KeptOut } from '../../../intake/kept-out.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { newSourceToken, sourceKindOf, sourceName, sourceSettings } from './source-draft.ts'

export interface SourcesParts {
  readonly store: Pick<Store, 'sources' | 'keptOut'>
  readonly sourceKinds: readonly SourceKind[]
  /** When a source last reported an event to this process, or null. */
  readonly lastEventOf: (sourceId: number) => number | null
  readonly keptOut: Pick<KeptOut, 'write'>
  /** The host of a source's references. */
  readonly registryHostOf: (
    source: Pick<SourceView, 'id' | 'name' | 'settings'>,
    reportsHost: boolean,
  ) => RegistryHostView
}

/** Lists and creates sources, and lists their kinds; calls of one source are in `one-source.ts`. */
export function sourcesRoutes(parts: SourcesParts): readonly Route[] {
  const { store, sourceKinds, keptOut } = parts
  return [
    answer(CALLS.listSources, async () => {
      await keptOut.write()
      const found = await store.sources.list()
      return { status: 200, body: found.map((source) => sourceResponse(source, parts)) }
    }),
    answer(CALLS.createSource, async ({ body }) => {
      const kind = sourceKindOf(sourceKinds, body.kind)
      const draft = { name: sourceName(body.name), kind: kind.kind, settingsSchema: settingsSchemaOf(kind) }
      const settings = sourceSettings(body.settings ?? {}, kind)
      const token = newSourceToken()
      const id = await store.sources.create({ ...draft, settings, token })
      const headers = { location: `${CALLS.createSource.path}/${id}` }
      const host = registryHostBlock({ id, name: draft.name, kind: kind.kind, settings }, parts)
      return { status: 201, headers, body: { id, name: draft.name, token, ...host } }
    }),
    answer(CALLS.listSourceKinds, async () => ({
      status: 200,
      body: sourceKinds.map(kindResponse),
    })),
  ].flat()
}

function kindResponse(kind: SourceKind): SourceKindResponse {
  return {
    kind: kind.kind,
    title: kind.title,
    setup: kind.setup,
    reports_host: kind.reportsHost,
    settings_schema: settingsSchemaOf(kind) as Record<string, unknown>,
  }
}

const ADVICE = {
  setting: null,
  notifications:
    'registry_host is not set: references in payloads begin with the host that a client used, which it can forge',
  nowhere: 'registry_host is not set: references in payloads have no host and cannot be pulled',
} as const

/** Nothing for sources that are parts of Bellbuoy. */
function registryHostBlock(
  source: Pick<SourceView, 'id' | 'name' | 'kind' | 'settings'>,
  { sourceKinds, registryHostOf }: Pick<SourcesParts, 'sourceKinds' | 'registryHostOf'>,
): { readonly registry_host?: RegistryHostBlock } {
  const kind = sourceKinds.find((one) => one.kind === source.kind)
  if (kind === undefined) return {}
  const { set, origin, reported } = registryHostOf(source, kind.reportsHost)
  const advice = ADVICE[origin]
  const hosts = reported.map(({ host, firstReportedAtMs }) => ({
    host,
    first_reported_at: timeInMs(firstReportedAtMs),
  }))
  return { registry_host: { value: set, origin, reported: hosts, ...(advice !== null && { advice }) } }
}

export function sourceResponse(
  source: SourceView,
  parts: Pick<SourcesParts, 'sourceKinds' | 'lastEventOf' | 'registryHostOf'>,
): SourceResponse {
  const { id, name, kind, createdAtMs, lastEventAtMs, refusedSinceMs, settings } = source
  const last = parts.lastEventOf(id) ?? lastEventAtMs
  return {
    id,
    name,
    kind,
    created_at: timeInMs(createdAtMs),
    ...(last !== null && { last_event_at: timeInMs(last) }),
    ...(refusedSinceMs !== null && { refused_since: timeInMs(refusedSinceMs) }),
    settings,
    ...registryHostBlock(source, parts),
  }
}
