import Type from 'typebox'
import { SourceChangeRequest, SourceResponse, SourceTokenResponse } from '../../../contract/sources/source.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { SourceView, Sources } from '../../../domain/registry/source.ts'
import { type Route, route } from '../../route.ts'
import {
  assertNotDefault,
  assertSecretsStay,
  changeableKind,
  newSourceToken,
  sourceName,
  sourceSettings,
} from './source-draft.ts'
import { type SourceParts, SOURCES_PATH, sourceResponse } from './sources.ts'

const PATH = `${SOURCES_PATH}/:source_id`
const params = Type.Object({ source_id: Type.Integer() })

/** Reads, changes and ends one source. */
export function oneSourceRoutes({ storedSources, sourceKinds, lastEventOf }: SourceParts): readonly Route[] {
  const find = finder(storedSources)
  const read = route({
    method: 'GET',
    path: PATH,
    operation: 'GetSource',
    summary: 'Get a source',
    tag: 'source',
    needs: 'source:read',
    schema: { params },
    answers: { 200: SourceResponse },
    handle: async (call) => ({
      status: 200,
      body: sourceResponse(await find(call.params.source_id), lastEventOf),
    }),
  })
  const update = route({
    method: 'PUT',
    path: PATH,
    operation: 'UpdateSource',
    tag: 'source',
    summary: 'Change the name or the settings of a source; its kind stays',
    needs: 'source:update',
    schema: { params, body: SourceChangeRequest },
    answers: { 200: null },
    async handle(call) {
      const source = await find(call.params.source_id)
      const kind = changeableKind(source, sourceKinds)
      const { name = source.name, settings = source.settings } = call.body
      if (call.body.kind !== undefined && call.body.kind !== source.kind)
        throw new BellbuoyError('BAD_REQUEST', `a source keeps its kind: make a new one of ${call.body.kind}`)
      if (name !== source.name) assertNotDefault(source, 'renamed')
      const draft = { name: sourceName(name), settings: sourceSettings(settings, kind) }
      assertSecretsStay(draft.settings, source.settings, kind)
      await storedSources.update(source.id, { ...draft, settingsSchema: kind.settingsSchema })
      return { status: 200 }
    },
  })
  return [read, update, ...endingRoutes({ storedSources, sourceKinds })]
}

/** What voids a token: another one, or the end of the source. */
function endingRoutes({ storedSources, sourceKinds }: Omit<SourceParts, 'lastEventOf'>): readonly Route[] {
  const find = finder(storedSources)
  const renew = route({
    method: 'POST',
    path: `${PATH}/token`,
    operation: 'RenewSourceToken',
    tag: 'source',
    summary: 'Give a source a new token, shown this once; the old one is void at once',
    needs: 'source:update',
    schema: { params },
    answers: { 200: SourceTokenResponse },
    async handle(call) {
      const source = await find(call.params.source_id)
      changeableKind(source, sourceKinds)
      const token = newSourceToken()
      await storedSources.setToken(source.name, token)
      return { status: 200, body: { token } }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: PATH,
    operation: 'DeleteSource',
    tag: 'source',
    summary: 'Delete a source; its events stay',
    needs: 'source:delete',
    schema: { params },
    answers: { 200: null },
    async handle(call) {
      const source = await find(call.params.source_id)
      changeableKind(source, sourceKinds)
      assertNotDefault(source, 'deleted')
      await storedSources.remove(source.id)
      return { status: 200 }
    },
  })
  return [renew, remove]
}

function finder(sources: Sources): (id: number) => Promise<SourceView> {
  return async (id) => {
    const source = await sources.byId(id)
    if (source === null) throw new BellbuoyError('NOT_FOUND', `source ${id} not found`)
    return source
  }
}
