import { randomUUID } from 'node:crypto'
import Type from 'typebox'
import {
  ScannerDefaultRequest,
  ScannerMetadataResponse,
  ScannerRequest,
  ScannerResponse,
} from '../../../contract/scanning/scanner.ts'
import { BellbuoyError, messageOf } from '../../../domain/errors.ts'
import type { Scanner, ScannerDraft, Scanners } from '../../../domain/scanning/scanner.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'

const PATH = '/api/v2.0/scanners'
const ONE = `${PATH}/:registration_id`
const params = Type.Object({ registration_id: Type.String() })

export interface ScannerParts {
  readonly scanners: Scanners
  /** Asks an adapter what it is. Rejects when it cannot be reached, or makes no report that we read. */
  readonly metadataOf: (scanner: Scanner) => Promise<ScannerMetadataResponse>
}

/** Scanner adapters, with Harbor's calls. */
export function scannerRoutes(parts: ScannerParts): readonly Route[] {
  const { scanners } = parts
  const list = route({
    method: 'GET',
    path: PATH,
    operation: 'ListScanners',
    summary: 'List scanners',
    tag: 'scanner',
    needs: 'scanner:list',
    schema: {},
    answers: { 200: Type.Array(ScannerResponse) },
    handle: async () => ({ status: 200, body: (await scanners.list()).map(scannerResponse) }),
  })
  const create = route({
    method: 'POST',
    path: PATH,
    operation: 'CreateScanner',
    tag: 'scanner',
    summary: 'Register a scanner; the first one is the default',
    needs: 'scanner:create',
    schema: { body: ScannerRequest },
    answers: { 201: null },
    async handle({ body }) {
      const uuid = randomUUID()
      await scanners.create(uuid, draftOf(body))
      return { status: 201, headers: { location: `${PATH}/${uuid}` } }
    },
  })
  return [list, create, ...oneScannerRoutes(parts)]
}

function oneScannerRoutes({ scanners, metadataOf }: ScannerParts): readonly Route[] {
  const find = async (uuid: string): Promise<Scanner> => {
    const scanner = await scanners.byUuid(uuid)
    if (scanner === null) throw new BellbuoyError('NOT_FOUND', `scanner ${uuid} not found`)
    return scanner
  }
  const read = route({
    method: 'GET',
    path: ONE,
    operation: 'GetScanner',
    summary: 'Get a scanner',
    tag: 'scanner',
    needs: 'scanner:read',
    schema: { params },
    answers: { 200: ScannerResponse },
    handle: async (call) => ({ status: 200, body: scannerResponse(await find(call.params.registration_id)) }),
  })
  const metadata = route({
    method: 'GET',
    path: `${ONE}/metadata`,
    operation: 'GetScannerMetadata',
    tag: 'scanner',
    summary: 'Ask a scanner what it is; this tries the connection too',
    needs: 'scanner:read',
    schema: { params },
    answers: { 200: ScannerMetadataResponse },
    async handle(call) {
      const scanner = await find(call.params.registration_id)
      try {
        return { status: 200, body: await metadataOf(scanner) }
      } catch (error) {
        const why = messageOf(error)
        throw new BellbuoyError('PRECONDITION', `the scanner ${scanner.name} does not serve: ${why}`, {
          cause: error,
        })
      }
    },
  })
  return [read, metadata, ...scannerChangeRoutes(scanners, find)]
}

function scannerChangeRoutes(scanners: Scanners, find: (uuid: string) => Promise<Scanner>): readonly Route[] {
  const update = route({
    method: 'PUT',
    path: ONE,
    operation: 'UpdateScanner',
    summary: 'Change a scanner',
    tag: 'scanner',
    needs: 'scanner:update',
    schema: { params, body: ScannerRequest },
    answers: { 200: null },
    async handle(call) {
      const { uuid, ...stored } = await find(call.params.registration_id)
      const draft = draftOf(call.body)
      assertSecretsStay(draft, stored)
      await scanners.update(uuid, draft)
      return { status: 200 }
    },
  })
  const makeDefault = route({
    method: 'PATCH',
    path: ONE,
    operation: 'SetScannerAsDefault',
    tag: 'scanner',
    summary: 'Make a scanner the one that scans',
    needs: 'scanner:update',
    schema: { params, body: ScannerDefaultRequest },
    answers: { 200: null },
    async handle(call) {
      await scanners.makeDefault((await find(call.params.registration_id)).uuid)
      return { status: 200 }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: ONE,
    operation: 'DeleteScanner',
    tag: 'scanner',
    summary: 'Delete a scanner; scans that it has taken fail',
    needs: 'scanner:delete',
    schema: { params },
    answers: { 200: null },
    async handle(call) {
      await scanners.remove((await find(call.params.registration_id)).uuid)
      return { status: 200 }
    },
  })
  return [update, makeDefault, remove]
}

/** @throws BellbuoyError `BAD_REQUEST` */
function draftOf(body: ScannerRequest): ScannerDraft {
  return {
    name: body.name,
    description: body.description ?? '',
    url: httpUrl('url', body.url),
    auth: body.auth ?? '',
    credential: body.access_credential || null,
    registryUrl: body.registry_url ? httpUrl('registry_url', body.registry_url) : '',
    registryAuthorization: body.registry_authorization || null,
    skipCertVerify: body.skip_certVerify ?? false,
    disabled: body.disabled ?? false,
  }
}

function httpUrl(field: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '') return text
  throw new BellbuoyError(
    'BAD_REQUEST',
    `${field} must be a URL with http:// or https://, without user and query`,
  )
}

/** A stored secret stays where it was given for. @throws BellbuoyError `BAD_REQUEST` */
function assertSecretsStay(draft: ScannerDraft, stored: Omit<Scanner, 'uuid'>): void {
  const moves = new URL(draft.url).origin !== new URL(stored.url).origin
  const keeps =
    (draft.credential === null && stored.credential !== null) ||
    (draft.registryAuthorization === null && stored.registryAuthorization !== null)
  if (!moves || !keeps) return
  throw new BellbuoyError(
    'BAD_REQUEST',
    `the stored secrets are kept for ${new URL(stored.url).origin} only: send them again to use them elsewhere`,
  )
}

function scannerResponse(scanner: Scanner): ScannerResponse {
  const { uuid, name, description, url, auth, disabled } = scanner
  return {
    uuid,
    name,
    description,
    url,
    auth,
    has_access_credential: scanner.credential !== null,
    registry_url: scanner.registryUrl,
    has_registry_authorization: scanner.registryAuthorization !== null,
    skip_certVerify: scanner.skipCertVerify,
    disabled,
    is_default: scanner.isDefault,
    create_time: timeInMs(scanner.createdAtMs),
    update_time: timeInMs(scanner.updatedAtMs),
  }
}
