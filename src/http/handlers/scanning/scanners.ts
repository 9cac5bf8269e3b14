import { randomUUID } from 'node:crypto'
import * as CALLS from '../../../contract/calls.ts'
import type {
  ScannerMetadataResponse,
  ScannerRequest,
  ScannerResponse,
} from '../../../contract/scanning/scanner.ts'
import { BellbuoyError, badRequest, messageOf } from '../../../domain/errors.ts'
import { assertSecretStays } from '../../../domain/kept-secrets.ts'
import type { Scanner, ScannerDraft } from '../../../domain/scanning/scanner.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'

export interface ScannerParts {
  readonly store: Pick<Store, 'scanners'>
  /** Asks an adapter for its name and version. Rejects when it cannot be reached, or makes no report that we read. */
  readonly metadataOf: (scanner: Scanner) => Promise<ScannerMetadataResponse>
}

/** Scanner adapters, with Harbor's calls. */
export function scannerRoutes({ store: { scanners }, metadataOf }: ScannerParts): readonly Route[] {
  const find = async ({ params: { registration_id: uuid } }: ScannerCall): Promise<Scanner> => {
    const scanner = await scanners.byUuid(uuid)
    if (scanner === null) throw new BellbuoyError('NOT_FOUND', `scanner ${uuid} not found`)
    return scanner
  }
  return [
    answer(CALLS.listScanners, async () => ({
      status: 200,
      body: (await scanners.list()).map(scannerResponse),
    })),
    answer(CALLS.createScanner, async ({ body }) => {
      const uuid = randomUUID()
      await scanners.create(uuid, draftOf(body))
      return { status: 201, headers: { location: `${CALLS.createScanner.path}/${uuid}` } }
    }),
    answer(CALLS.getScanner, async (call) => ({ status: 200, body: scannerResponse(await find(call)) })),
    answer(CALLS.getScannerMetadata, async (call) => {
      const scanner = await find(call)
      const metadata = await metadataOf(scanner).catch((error: unknown) => {
        throw notServing(scanner, error)
      })
      return { status: 200, body: metadata }
    }),
    answer(CALLS.updateScanner, async (call) => {
      const { uuid, ...stored } = await find(call)
      const draft = draftOf(call.body)
      assertScannerSecretsStay(draft, stored)
      await scanners.update(uuid, draft, call.guard)
      return { status: 200 }
    }),
    answer(CALLS.setDefaultScanner, async (call) => {
      await scanners.makeDefault((await find(call)).uuid, call.guard)
      return { status: 200 }
    }),
    answer(CALLS.deleteScanner, async (call) => {
      await scanners.remove((await find(call)).uuid, call.guard)
      return { status: 200 }
    }),
  ].flat()
}

interface ScannerCall {
  readonly params: { readonly registration_id: string }
}

function notServing({ name }: Scanner, cause: unknown): BellbuoyError {
  const why = messageOf(cause)
  return new BellbuoyError('PRECONDITION', `the scanner ${name} does not serve: ${why}`, { cause })
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
    pulls: { account: body.pull_account?.trim() ?? '', userAgent: body.pull_user_agent?.trim() ?? '' },
    skipCertVerify: body.skip_certVerify ?? false,
    disabled: body.disabled ?? false,
  }
}

function httpUrl(field: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '') return text
  throw badRequest(`${field} must be a URL with http:// or https://, without user and query`)
}

/** @throws BellbuoyError `BAD_REQUEST` when a stored secret would move to another host */
function assertScannerSecretsStay(draft: ScannerDraft, stored: Omit<Scanner, 'uuid'>): void {
  const keepsSecret =
    (draft.credential === null && stored.credential !== null) ||
    (draft.registryAuthorization === null && stored.registryAuthorization !== null)
  assertSecretStays({
    kept: keepsSecret ? 'the stored secret' : null,
    from: new URL(stored.url).origin,
    to: new URL(draft.url).origin,
  })
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
    pull_account: scanner.pulls.account,
    pull_user_agent: scanner.pulls.userAgent,
    skip_certVerify: scanner.skipCertVerify,
    disabled,
    is_default: scanner.isDefault,
    create_time: timeInMs(scanner.createdAtMs),
    update_time: timeInMs(scanner.updatedAtMs),
  }
}
