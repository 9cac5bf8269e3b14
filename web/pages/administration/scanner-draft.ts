import type { ScannerRequest, ScannerResponse } from '../../../src/contract/scanning/scanner.ts'

export type ScannerAuth = NonNullable<ScannerRequest['auth']>

/** How the scanner pulls from the registry: as nobody, by what is stored, or by what is typed. */
export type PullLogin = 'none' | 'stored' | 'basic' | 'header'

/** A scanner as it stands in the form. Secrets that are empty stay as they are stored. */
export interface ScannerDraft {
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
  readonly verifiesCertificate: boolean
  readonly disabled: boolean
}

export function emptyScanner(): ScannerDraft {
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
    verifiesCertificate: true,
    disabled: false,
  }
}

export function scannerDraftOf(scanner: ScannerResponse): ScannerDraft {
  const { name, description, url, auth, disabled } = scanner
  return {
    ...emptyScanner(),
    name,
    description,
    url,
    auth,
    disabled,
    registryUrl: scanner.registry_url,
    pullLogin: scanner.has_registry_authorization ? 'stored' : 'none',
    verifiesCertificate: !scanner.skip_certVerify,
  }
}

/** The form as the API wants it. */
export function scannerRequestOf(draft: ScannerDraft): ScannerRequest {
  return {
    name: draft.name.trim(),
    description: draft.description,
    url: draft.url.trim(),
    auth: draft.auth,
    access_credential: credentialOf(draft),
    registry_url: draft.registryUrl.trim(),
    registry_authorization: pullHeaderOf(draft),
    skip_certVerify: !draft.verifiesCertificate,
    disabled: draft.disabled,
  }
}

function credentialOf({ auth, username, credential }: ScannerDraft): string {
  if (auth === '') return ''
  return auth === 'Basic' && username !== '' ? `${username}:${credential}` : credential
}

function pullHeaderOf({ pullLogin, pullUsername, pullSecret }: ScannerDraft): string {
  if (pullLogin === 'header') return pullSecret.trim()
  return pullLogin === 'basic' ? `Basic ${base64(`${pullUsername}:${pullSecret}`)}` : ''
}

/** Of the text in UTF-8. */
function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}

/** Whether there is enough to ask the server to keep it: of a user and a password, both or neither. */
export function isCompleteScanner(draft: ScannerDraft): boolean {
  const { auth, username, credential, pullLogin, pullUsername, pullSecret } = draft
  if (draft.name.trim() === '' || draft.url.trim() === '') return false
  if (auth === 'Basic' && (username === '') !== (credential === '')) return false
  if (pullLogin === 'basic') return pullUsername !== '' && pullSecret !== ''
  return pullLogin !== 'header' || pullSecret.trim() !== ''
}
