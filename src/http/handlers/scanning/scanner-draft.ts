import type { ScannerPingRequest, ScannerRequest } from '../../../contract/scanning/scanner.ts'
import { badRequest } from '../../../domain/errors.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { assertSecretStays } from '../../../domain/kept-secrets.ts'
import type { Scanner, ScannerDraft } from '../../../domain/scanning/scanner.ts'

const SECRETS = ['access_credential', 'registry_authorization'] as const
type ScannerSecret = (typeof SECRETS)[number]

/** @throws BellbuoyError `BAD_REQUEST` */
export function scannerDraft(body: ScannerRequest): ScannerDraft {
  const unknown = body.remove_secrets?.find((path) => !SECRETS.some((one) => one === path))
  if (unknown !== undefined)
    throw badRequest(`remove_secrets: there is no secret ${unknown}; there are: ${SECRETS.join(', ')}`)
  assertVisibleName('scanner name', body.name)
  const secret = (field: ScannerSecret): string | null =>
    body[field] || (body.remove_secrets?.includes(field) === true ? '' : null)
  return {
    name: body.name,
    description: body.description ?? '',
    url: httpUrl('url', body.url),
    auth: body.auth ?? '',
    credential: secret('access_credential'),
    registryUrl: body.registry_url ? httpUrl('registry_url', body.registry_url) : '',
    registryAuthorization: secret('registry_authorization'),
    pulls: { account: body.pull_account?.trim() ?? '', userAgent: body.pull_user_agent?.trim() ?? '' },
    skipCertVerify: body.skip_certVerify ?? false,
    disabled: body.disabled ?? false,
  }
}

/** A scanner that is only asked whether it serves. @throws BellbuoyError `BAD_REQUEST` */
export function pingedScanner(body: ScannerPingRequest): ScannerDraft {
  const draft = scannerDraft(body)
  if (draft.auth !== '' && draft.credential === null)
    throw badRequest(`access_credential is required for auth type ${draft.auth}`)
  return draft
}

function httpUrl(field: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '') return text
  throw badRequest(`${field} must be a URL with http:// or https://, without user and query`)
}

/**
 * A changed scanner. The stored credential is of its kind of authentication: where that changes, it goes.
 *
 * @throws BellbuoyError `BAD_REQUEST` when the new kind needs a credential of its own
 */
export function changedScannerDraft(body: ScannerRequest, stored: Omit<Scanner, 'uuid'>): ScannerDraft {
  const draft = scannerDraft(body)
  const keepsOther = draft.credential === null && stored.credential !== null && draft.auth !== stored.auth
  if (!keepsOther) return draft
  if (draft.auth !== '') throw badRequest(`access_credential is required for auth type ${draft.auth}`)
  return { ...draft, credential: '' }
}

/** @throws BellbuoyError `BAD_REQUEST` when a stored secret would move to another host */
export function assertScannerSecretsStay(draft: ScannerDraft, stored: Omit<Scanner, 'uuid'>): void {
  const keepsSecret =
    (draft.credential === null && stored.credential !== null) ||
    (draft.registryAuthorization === null && stored.registryAuthorization !== null)
  assertSecretStays({
    kept: keepsSecret ? 'the stored secret' : null,
    from: new URL(stored.url).origin,
    to: new URL(draft.url).origin,
  })
}
