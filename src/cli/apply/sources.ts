import * as CALLS from '../../contract/calls.ts'
import type { SourceResponse } from '../../contract/sources/source.ts'
import { isObject, markedSecrets, masked, secretPaths, valueAt } from './bodies.ts'
import type { Body, Found, Noun, Place } from './thing.ts'
import { keepsSecrets, referencesIn, sentBody } from './unit-secrets.ts'
import { goneAsNull } from './webhooks.ts'

/** The sources, but for those that are parts of Bellbuoy. */
export const sources: Noun = {
  noun: 'source',
  comparable: ({ source_kind, settings = {} }) => ({ source_kind, settings: masked(settings) }),
  async list(place) {
    const found = await place.client.ask(CALLS.listSources)
    return found
      .filter(({ kind }) => place.kinds.sources.has(kind))
      .map((source) => foundSource(source, place))
  },
  async read(place, id) {
    return goneAsNull(async () => {
      const { body, etag } = await place.client.call(CALLS.getSource, { params: { source_id: Number(id) } })
      return { ...foundSource(body, place), etag }
    })
  },
  async create({ client }, { name, body, secrets }) {
    const request = { name, kind: String(body['source_kind']), settings: settingsOf(body, false, secrets) }
    return String((await client.ask(CALLS.createSource, { body: request })).id)
  },
  async update({ client, kinds }, { id, etag }, { name, body, before, secrets, sendsAll }) {
    const schema = kinds.sources.get(String(body['source_kind'])) ?? {}
    const removed = secretPaths(schema).filter((path) => valueAt(body['settings'], path) === undefined)
    const keeps = !sendsAll && keepsSecrets(body, before)
    const request = {
      name,
      kind: String(body['source_kind']),
      settings: settingsOf(body, keeps, secrets),
      ...(removed.length > 0 && { remove_secrets: removed.map((path) => `settings.${path}`) }),
    }
    const params = { source_id: Number(id) }
    return (await client.call(CALLS.updateSource, { params, body: request, ifMatch: etag })).etag
  },
  async remove({ client }, { id, etag }) {
    await client.call(CALLS.deleteSource, { params: { source_id: Number(id) }, ifMatch: etag })
  },
  sent: (wanted, before, sendsAll) => (sendsAll || !keepsSecrets(wanted, before) ? referencesIn(wanted) : []),
}

function settingsOf(body: Body, keeps: boolean, secrets: Parameters<typeof sentBody>[2]) {
  const settings = body['settings']
  return sentBody(isObject(settings) ? settings : {}, keeps, secrets)
}

function foundSource({ id, name, kind, settings }: SourceResponse, { kinds }: Place): Found {
  const marked = markedSecrets(settings, kinds.sources.get(kind) ?? {})
  return { id: String(id), name, body: { source_kind: kind, settings: marked } }
}
