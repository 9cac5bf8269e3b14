import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'

/** How long a secret that was replaced signs beside the new one, so that receivers can change over. */
export const SIGNING_OVERLAP_MS = 24 * 3_600_000

/** The signatures of Standard Webhooks 1.0.0: `v1` is HMAC-SHA256, `v1a` is ed25519. */
export const SIGNING_SCHEMES = ['v1', 'v1a'] as const
export type SigningScheme = (typeof SIGNING_SCHEMES)[number]

export interface SigningKey {
  readonly scheme: SigningScheme
  /** `whpk_…`, what a receiver of `v1a` verifies with; null for `v1`, whose receivers have the secret itself. */
  readonly publicKey: string | null
  /** Signs a text: `v1,<base64>` or `v1a,<base64>`. */
  readonly sign: (text: string) => string
}

const MIN_BYTES = 24
const MAX_BYTES = 64
const SEED_BYTES = 32
/** RFC 8410: what stands before the 32 bytes of an ed25519 key in DER. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_PREFIX_BYTES = 12

/** Reads a signing secret: `whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and that of an ed25519 key. */
export function readSigningSecret(secret: string): SigningKey | { readonly fault: string } {
  const [, prefix, text = ''] = /^(whsec_|whsk_)([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const key = Buffer.from(text, 'base64')
  if (prefix === 'whsec_' && key.length >= MIN_BYTES && key.length <= MAX_BYTES) return hmacKey(key)
  if (prefix === 'whsk_') return ed25519Key(key) ?? { fault: WHSK_FAULT }
  return {
    fault:
      prefix === 'whsec_'
        ? `a signing secret has ${MIN_BYTES} to ${MAX_BYTES} bytes, but this one has ${key.length}`
        : 'a signing secret is whsec_ or whsk_ with base64 after it',
  }
}

const WHSK_FAULT =
  'a whsk_ secret is the base64 of an ed25519 seed (32 bytes), or of it and its public key (64 bytes)'

/** Makes a signing secret. */
export function createSigningSecret(scheme: SigningScheme): string {
  const prefix = scheme === 'v1' ? 'whsec_' : 'whsk_'
  return `${prefix}${randomBytes(SEED_BYTES).toString('base64')}`
}

function hmacKey(key: Buffer): SigningKey {
  return {
    scheme: 'v1',
    publicKey: null,
    sign: (text) => `v1,${createHmac('sha256', key).update(text).digest('base64')}`,
  }
}

function ed25519Key(bytes: Buffer): SigningKey | null {
  if (bytes.length !== SEED_BYTES && bytes.length !== 2 * SEED_BYTES) return null
  const der = Buffer.concat([PRIVATE_PREFIX, bytes.subarray(0, SEED_BYTES)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicDer = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const publicKey = publicDer.subarray(PUBLIC_PREFIX_BYTES)
  const isPair = bytes.length === SEED_BYTES || publicKey.equals(bytes.subarray(SEED_BYTES))
  if (!isPair) return null
  return {
    scheme: 'v1a',
    publicKey: `whpk_${publicKey.toString('base64')}`,
    sign: (text) => `v1a,${sign(null, Buffer.from(text), key).toString('base64')}`,
  }
}
