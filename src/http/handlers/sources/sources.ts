import Type from 'typebox'
import {
  SourceCreatedResponse,
  SourceKindResponse,
  SourceRequest,
  SourceResponse,
} from '../../../contract/sources/source.ts'
import type { SourceKind, SourceView, Sources } from '../../../domain/registry/source.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { newSourceToken, sourceKindOf, sourceName, sourceSettings } from './source-draft.ts'

export const SOURCES_PATH = '/api/v2.0/sources'

export interface SourceParts {
  readonly storedSources: Sources
  readonly sourceKinds: readonly SourceKind[]
  /** When a source last told this process something, or null. */
  readonly lastEventOf: (sourceId: number) => number | null
}

/** Lists and makes sources, and tells of what kinds there are; what needs one source is in `one-source.ts`. */
export function sourceRoutes({ storedSources, sourceKinds, lastEventOf }: SourceParts): readonly Route[] {
  const list = route({
    method: 'GET',
    path: SOURCES_PATH,
    operation: 'ListSources',
    tag: 'source',
    summary: 'List the sources by name; secrets among their settings are empty',
    needs: 'source:list',
    schema: {},
    answers: { 200: Type.Array(SourceResponse) },
    async handle() {
      const found = await storedSources.list()
      return { status: 200, body: found.map((source) => sourceResponse(source, lastEventOf)) }
    },
  })
  const create = route({
    method: 'POST',
    path: SOURCES_PATH,
    operation: 'CreateSource',
    tag: 'source',
    summary: 'Create a source; its token is shown this once',
    needs: 'source:create',
    schema: { body: SourceRequest },
    answers: { 201: SourceCreatedResponse },
    async handle({ body }) {
      const kind = sourceKindOf(sourceKinds, body.kind)
      const draft = { name: sourceName(body.name), kind: kind.kind, settingsSchema: kind.settingsSchema }
      const settings = sourceSettings(body.settings ?? {}, kind)
      const token = newSourceToken()
      const id = await storedSources.create({ ...draft, settings, token })
      const headers = { location: `${SOURCES_PATH}/${id}` }
      return { status: 201, headers, body: { id, name: draft.name, token } }
    },
  })
  const kinds = route({
    method: 'GET',
    path: '/api/v2.0/source-kinds',
    operation: 'ListSourceKinds',
    tag: 'source',
    summary: 'List the kinds of sources, with what to paste into the configuration of each',
    needs: 'source:list',
    schema: {},
    answers: { 200: Type.Array(SourceKindResponse) },
    handle: () => Promise.resolve({ status: 200, body: sourceKinds.map(kindResponse) }),
  })
  return [list, create, kinds]
}

function kindResponse({ kind, title, setup, settingsSchema }: SourceKind): SourceKindResponse {
  return { kind, title, setup, settings_schema: settingsSchema as Record<string, unknown> }
}

export function sourceResponse(
  { id, name, kind, createdAtMs, lastEventAtMs, settings }: SourceView,
  lastEventOf: SourceParts['lastEventOf'],
): SourceResponse {
  const last = lastEventOf(id) ?? lastEventAtMs
  return {
    id,
    name,
    kind,
    created_at: timeInMs(createdAtMs),
    ...(last !== null && { last_event_at: timeInMs(last) }),
    settings,
  }
}
