import * as CALLS from '../../contract/calls.ts'
import type { ScannerRequest, ScannerResponse } from '../../contract/scanning/scanner.ts'
import { given, masked, unlessEmpty } from './bodies.ts'
import { SECRET } from './documents/secret-reference.ts'
import type { Draft, Found, Noun, Place } from './thing.ts'
import { keepsSecrets, referencesIn, sentBody } from './unit-secrets.ts'
import { goneAsNull } from './webhooks.ts'

const TEXTS = ['description', 'auth', 'registry_url', 'pull_account', 'pull_user_agent'] as const
const FLAGS = ['skip_certVerify', 'disabled', 'is_default'] as const
const SECRETS = ['access_credential', 'registry_authorization'] as const

/** The scanners that are registered. */
export const scanners: Noun = {
  noun: 'scanner',
  comparable: (written) =>
    given({
      url: written['url'],
      ...Object.fromEntries(TEXTS.map((key) => [key, unlessEmpty(written[key] as string | undefined)])),
      ...Object.fromEntries(FLAGS.map((key) => [key, written[key] === true ? true : undefined])),
      ...Object.fromEntries(SECRETS.map((key) => [key, masked(written[key])])),
    }),
  async list(place) {
    return (await Array.fromAsync(place.client.each(CALLS.listScanners))).map((one) =>
      foundScanner(one, place),
    )
  },
  async read(place, id) {
    return goneAsNull(async () => {
      const { body, etag } = await place.client.call(CALLS.getScanner, { params: { registration_id: id } })
      return { ...foundScanner(body, place), etag }
    })
  },
  async create(place, draft) {
    const { createdId } = await place.client.call(CALLS.createScanner, { body: requestOf(draft) })
    if (draft.body['is_default'] === true) await makeDefault(place, createdId)
    return createdId
  },
  async update(place, { id, etag }, draft) {
    const request = { params: { registration_id: id }, body: requestOf(draft), ifMatch: etag }
    const changed = await place.client.call(CALLS.updateScanner, request)
    const isNewDefault = draft.body['is_default'] === true && draft.before?.['is_default'] !== true
    return isNewDefault ? makeDefault(place, id, changed.etag) : changed.etag
  },
  async remove({ client }, { id, etag }) {
    await client.call(CALLS.deleteScanner, { params: { registration_id: id }, ifMatch: etag })
  },
  ifWritten: ['is_default'],
  sent: (wanted, before, sendsAll) => (sendsAll || !keeps(wanted, before) ? referencesIn(wanted) : []),
}

async function makeDefault({ client }: Place, id: string, ifMatch?: string): Promise<string> {
  const request = { params: { registration_id: id }, body: { is_default: true }, ifMatch }
  return (await client.call(CALLS.setDefaultScanner, request)).etag
}

/** A secret stays with its host and its way to log in. */
function keeps(wanted: Draft['body'], before: Draft['before']): boolean {
  const isSame = wanted['url'] === before?.['url'] && (wanted['auth'] ?? '') === (before?.['auth'] ?? '')
  return isSame && keepsSecrets(wanted, before)
}

function requestOf({ name, body, before, secrets, sendsAll }: Draft): ScannerRequest {
  const { is_default: _default, ...fields } = body
  const removed = before === null ? [] : SECRETS.filter((key) => body[key] === undefined)
  const sent = sentBody(fields, !sendsAll && keeps(body, before), secrets)
  const request = { ...sent, name, ...(removed.length > 0 && { remove_secrets: removed }) }
  return request as unknown as ScannerRequest
}

function foundScanner(scanner: ScannerResponse, place: Place): Found {
  const { uuid, name, has_access_credential, has_registry_authorization, ...rest } = scanner
  const secrets = {
    access_credential: has_access_credential ? SECRET : undefined,
    registry_authorization: has_registry_authorization ? SECRET : undefined,
  }
  return { id: uuid, name, body: scanners.comparable(given({ ...rest, ...secrets }), place) }
}
