import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { SecretBox } from '../domain/secret-box.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals with AES-256-GCM (NIST SP 800-38D) as `v1:<key id>:<base64url of nonce, tag and ciphertext>`. The key is the
 * SHA-256 of the secret key's text. The key id, a part of the hash of that, identifies the key that a text was sealed with.
 *
 * @param otherKeys former keys, which open what they sealed and seal nothing
 */
export function aesSecretBox(secretKey: string, otherKeys: readonly string[] = []): SecretBox {
  const { key, keyId } = derive(secretKey)
  const keys = new Map([secretKey, ...otherKeys].map(derive).map((derived) => [derived.keyId, derived.key]))
  return {
    seal(clear) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()])
      return `v1:${keyId}:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
    },
    open(sealed) {
      const [version, sealedWith = '', text] = sealed.split(':')
      if (version !== 'v1' || text === undefined) throw new Error('a stored secret is not in a known form')
      const known = keys.get(sealedWith)
      if (known === undefined) {
        throw new Error(
          `a stored secret was sealed with key ${sealedWith}, but the secret key in use is ${keyId}`,
        )
      }
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', known, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return (
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      )
    },
  }
}

function derive(secretKey: string): { key: Buffer; keyId: string } {
  const key = createHash('sha256').update(secretKey).digest()
  const keyId = createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8)
  return { key, keyId }
}
