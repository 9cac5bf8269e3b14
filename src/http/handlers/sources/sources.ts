import * as CALLS from '../../../contract/calls.ts'
import type { SourceKindResponse, SourceResponse } from '../../../contract/sources/source.ts'
import type { SourceKind, SourceView } from '../../../domain/registry/source.ts'
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
}

/** Lists and creates sources, and lists their kinds; calls of one source are in `one-source.ts`. */
export function sourcesRoutes({ store, sourceKinds, lastEventOf, keptOut }: SourcesParts): readonly Route[] {
  return [
    answer(CALLS.listSources, async () => {
      await keptOut.write()
      const found = await store.sources.list()
      return { status: 200, body: found.map((source) => sourceResponse(source, lastEventOf)) }
    }),
    answer(CALLS.createSource, async ({ body }) => {
      const kind = sourceKindOf(sourceKinds, body.kind)
      const draft = { name: sourceName(body.name), kind: kind.kind, settingsSchema: kind.settingsSchema }
      const settings = sourceSettings(body.settings ?? {}, kind)
      const token = newSourceToken()
      const id = await store.sources.create({ ...draft, settings, token })
      const headers = { location: `${CALLS.createSource.path}/${id}` }
      return { status: 201, headers, body: { id, name: draft.name, token } }
    }),
    answer(CALLS.listSourceKinds, async () => ({
      status: 200,
      body: sourceKinds.map(kindResponse),
    })),
  ].flat()
}

function kindResponse({ kind, title, setup, settingsSchema }: SourceKind): SourceKindResponse {
  return { kind, title, setup, settings_schema: settingsSchema as Record<string, unknown> }
}

export function sourceResponse(
  { id, name, kind, createdAtMs, lastEventAtMs, refusedSinceMs, settings }: SourceView,
  lastEventOf: SourcesParts['lastEventOf'],
): SourceResponse {
  const last = lastEventOf(id) ?? lastEventAtMs
  return {
    id,
    name,
    kind,
    created_at: timeInMs(createdAtMs),
    ...(last !== null && { last_event_at: timeInMs(last) }),
    ...(refusedSinceMs !== null && { refused_since: timeInMs(refusedSinceMs) }),
    settings,
  }
}
