import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import type { SigningScheme } from '../../domain/target/signing-key.ts'

/** What a receiver checks signatures with (Standard Webhooks 1.0.0). */
export interface VerifyingKey {
  readonly scheme: SigningScheme
  /** Prepares the check of one content; the answer tells whether a signature is one of it. Takes constant time for `v1`. */
  readonly over: (content: Buffer) => (signature: Buffer) => boolean
}

const MIN_BYTES = 24
const MAX_BYTES = 64
const PUBLIC_BYTES = 32
/** RFC 8410: what stands before the 32 bytes of an ed25519 public key in DER. */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * Reads a secret (`whsec_`, or its base64 alone, as others write it) or a public key (`whpk_`).
 *
 * @returns a fault that says what to do, and shows nothing of the secret
 */
export function readVerifyingKey(text: string): VerifyingKey | { readonly fault: string } {
  const [, prefix = '', base64 = ''] = /^(whsec_|whpk_|whsk_)?(.*)$/s.exec(text.trim()) ?? []
  if (prefix === 'whsk_') return { fault: PRIVATE_KEY }
  const key = Buffer.from(base64, 'base64')
  if (!BASE64.test(base64)) return { fault: NO_KEY }
  if (prefix === 'whpk_') return key.length === PUBLIC_BYTES ? publicKey(key) : { fault: WRONG_PUBLIC_KEY }
  return key.length >= MIN_BYTES && key.length <= MAX_BYTES ? secretKey(key) : { fault: WRONG_SECRET }
}

const NO_KEY = 'write whsec_ and the base64 of the secret, or whpk_ and that of the public key'
const PRIVATE_KEY = 'whsk_ is the sender’s private key: write its public key, whpk_…, which the policy shows'
const WRONG_PUBLIC_KEY = `a whpk_ key is the base64 of ${PUBLIC_BYTES} bytes`
const WRONG_SECRET = `a whsec_ secret is the base64 of ${MIN_BYTES} to ${MAX_BYTES} bytes`

function secretKey(key: Buffer): VerifyingKey {
  return {
    scheme: 'v1',
    over(content) {
      const expected = createHmac('sha256', key).update(content).digest()
      return (signature) => signature.length === expected.length && timingSafeEqual(signature, expected)
    },
  }
}

function publicKey(bytes: Buffer): VerifyingKey {
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, bytes]), format: 'der', type: 'spki' })
  return { scheme: 'v1a', over: (content) => (signature) => verify(null, content, key, signature) }
}
