import Type from 'typebox'
import { readSigningSecret } from '../../domain/target/signing-key.ts'
import type { OptionsReading } from '../../domain/target/target-rules.ts'
import type { TargetOptions } from '../../domain/options.ts'

/** Signatures by Standard Webhooks 1.0.0. */
export const SigningOption = Type.Object(
  {
    secret: Type.Optional(
      Type.String({ writeOnly: true, description: 'whsec_… (v1, HMAC-SHA256) or whsk_… (v1a, ed25519)' }),
    ),
    public_key: Type.Optional(
      Type.String({ readOnly: true, description: 'whpk_…, the public key by which receivers verify v1a' }),
    ),
  },
  { additionalProperties: false, description: 'a Standard Webhooks signature' },
)

/** Checks the signing secret among options, and says its public key. */
export function readSigning(options: TargetOptions): OptionsReading {
  if (options['signing'] === undefined) return { options }
  const { secret } = options['signing'] as { secret?: string }
  if (secret === undefined) return { fault: 'signing.secret is missing' }
  const key = readSigningSecret(secret)
  if ('fault' in key) return { fault: `signing.secret: ${key.fault}` }
  const publicKey = key.publicKey === null ? {} : { public_key: key.publicKey }
  return { options: { ...options, signing: { secret, ...publicKey } } }
}
