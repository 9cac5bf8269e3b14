import { removeSecrets } from '../../../parts/fields/removed-secrets.ts'
import type { ScannerRequest, ScannerResponse } from '../../../../src/contract/scanning/scanner.ts'

export type ScannerAuth = NonNullable<ScannerRequest['auth']>

/** How the scanner logs in to the registry: not at all (a stored login goes), with the stored login, or with one typed now. */
export type PullLogin = 'none' | 'stored' | 'basic' | 'header'

/** A scanner in the form. An empty secret keeps the stored one. */
export interface ScannerForm {
  readonly name: string
  readonly description: string
  readonly url: string
  readonly auth: ScannerAuth
  /** Of Basic. */
  readonly username: string
  /** The password of Basic, or the token or key. */
  readonly credential: string
  readonly registryUrl: string
  readonly pullLogin: PullLogin
  readonly pullUsername: string
  /** The password, or the whole header. */
  readonly pullSecret: string
  /** By what its pulls are recognised. */
  readonly pullAccount: string
  readonly pullUserAgent: string
  readonly verifiesCertificate: boolean
  readonly disabled: boolean
}

export function emptyScannerForm(): ScannerForm {
  return {
    name: '',
    description: '',
    url: '',
    auth: '',
    username: '',
    credential: '',
    registryUrl: '',
    pullLogin: 'none',
    pullUsername: '',
    pullSecret: '',
    pullAccount: '',
    pullUserAgent: '',
    verifiesCertificate: true,
    disabled: false,
  }
}

export function scannerFormOf(scanner: ScannerResponse): ScannerForm {
  const { name, description, url, auth, disabled } = scanner
  return {
    ...emptyScannerForm(),
    name,
    description,
    url,
    auth,
    disabled,
    registryUrl: scanner.registry_url,
    pullAccount: scanner.pull_account,
    pullUserAgent: scanner.pull_user_agent,
    pullLogin: scanner.has_registry_authorization ? 'stored' : 'none',
    verifiesCertificate: !scanner.skip_certVerify,
  }
}

/** The request that saves the form. Stored secrets go where the form says that there are none. */
export function scannerRequestOf(form: ScannerForm): ScannerRequest {
  return {
    name: form.name.trim(),
    description: form.description,
    url: form.url.trim(),
    auth: form.auth,
    access_credential: credentialOf(form),
    registry_url: form.registryUrl.trim(),
    registry_authorization: pullHeaderOf(form),
    pull_account: form.pullAccount.trim(),
    pull_user_agent: form.pullUserAgent.trim(),
    skip_certVerify: !form.verifiesCertificate,
    disabled: form.disabled,
    ...removeSecrets([
      ...(form.auth === '' ? ['access_credential'] : []),
      ...(form.pullLogin === 'none' ? ['registry_authorization'] : []),
    ]),
  }
}

function credentialOf({ auth, username, credential }: ScannerForm): string {
  if (auth === '') return ''
  return auth === 'Basic' && username !== '' ? `${username}:${credential}` : credential
}

function pullHeaderOf({ pullLogin, pullUsername, pullSecret }: ScannerForm): string {
  if (pullLogin === 'header') return pullSecret.trim()
  return pullLogin === 'basic' ? `Basic ${base64(`${pullUsername}:${pullSecret}`)}` : ''
}

/** Of the text in UTF-8. */
function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}
