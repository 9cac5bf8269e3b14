/** Standard Webhooks asks for 24 to 64 bytes. */
const BYTES = 32

/** A random secret of Standard Webhooks for HMAC-SHA256: `whsec_` and base64. */
export function newSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES))
  return `whsec_${btoa(String.fromCharCode(...bytes))}`
}
