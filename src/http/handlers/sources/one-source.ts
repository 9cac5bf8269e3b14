import * as CALLS from '../../../contract/calls.ts'
import type { KeptOutResponse } from '../../../contract/sources/source.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { KeptOutReason } from '../../../domain/registry/kept-out.ts'
import { withSecretsRemoved } from '../../../domain/removed-secrets.ts'
import { type SourceView, settingsSchemaOf } from '../../../domain/registry/source.ts'
import { timeInMs } from '../../times.ts'
import { type Route, answer } from '../../route.ts'
import {
  assertNotDefault,
  assertSourceSecretsStay,
  changeableKind,
  newSourceToken,
  sourceName,
  sourceSettings,
} from './source-draft.ts'
import { type SourcesParts, sourceResponse } from './sources.ts'

/** Reads, changes and deletes one source, and shows what it sent that became no event. */
export function oneSourceRoutes(parts: SourcesParts): readonly Route[] {
  const { store, sourceKinds, keptOut } = parts
  const { sources } = store
  const find = async ({ params: { source_id: id }, concerns }: SourceCall): Promise<SourceView> => {
    const source = await sources.byId(id)
    if (source === null) throw new BellbuoyError('NOT_FOUND', `source ${id} not found`)
    concerns(source.name)
    return source
  }
  return [
    answer(CALLS.getSource, async (call) => {
      await keptOut.write()
      return { status: 200, body: sourceResponse(await find(call), parts) }
    }),
    answer(CALLS.listKeptOut, async (call) => {
      const { id } = await find(call)
      await keptOut.write()
      return { status: 200, body: (await store.keptOut.of(id)).map(keptOutResponse) }
    }),
    answer(CALLS.updateSource, async (call) => {
      const source = await find(call)
      const kind = changeableKind(source, sourceKinds)
      const { name = source.name, settings = source.settings } = call.body
      if (call.body.kind !== undefined && call.body.kind !== source.kind)
        throw badRequest(`a source keeps its kind: create a new one of kind ${call.body.kind}`)
      if (name !== source.name) assertNotDefault(source, 'renamed')
      const removed = (call.body.remove_secrets ?? []).map((path) => path.replace(/^settings\./, ''))
      const wanted = withSecretsRemoved(sourceSettings(settings, kind), settingsSchemaOf(kind), removed)
      const draft = { name: sourceName(name), settings: wanted }
      assertSourceSecretsStay(draft.settings, source.settings, kind)
      await sources.update(source.id, { ...draft, settingsSchema: settingsSchemaOf(kind) }, call.guard)
      return { status: 200 }
    }),
    answer(CALLS.renewSourceToken, async (call) => {
      const source = await find(call)
      changeableKind(source, sourceKinds)
      const token = newSourceToken()
      await sources.setToken(source.name, token)
      return { status: 200, body: { token } }
    }),
    answer(CALLS.deleteSource, async (call) => {
      const source = await find(call)
      changeableKind(source, sourceKinds)
      assertNotDefault(source, 'deleted')
      await sources.remove(source.id, call.guard)
      return { status: 200 }
    }),
  ].flat()
}

interface SourceCall {
  readonly params: { readonly source_id: number }
  readonly concerns: (name: string) => void
}

function keptOutResponse({ reason, count, lastAtMs, example }: KeptOutReason): KeptOutResponse {
  return { reason, count, last_at: timeInMs(lastAtMs), ...(example !== null && { example }) }
}
