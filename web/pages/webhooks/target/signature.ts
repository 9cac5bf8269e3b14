import type { TargetResponse } from '../../../../src/contract/webhooks/policy.ts'

export const SCHEMES = ['v1', 'v1a'] as const
export type Scheme = (typeof SCHEMES)[number]

/** How a target signs; null: not at all. */
export interface Signature {
  readonly scheme: Scheme
  /** The key with which receivers of v1a verify. */
  readonly publicKey: string | null
  /** The time until which the previous secret signs too, or null. */
  readonly formerUntil: string | null
}

export function signatureOf(
  target: Pick<TargetResponse, 'options' | 'former_signing_until'>,
  nowMs: number,
): Signature | null {
  const signing = target.options?.['signing'] as { readonly public_key?: string } | undefined
  if (signing === undefined) return null
  const { former_signing_until: until } = target
  return {
    scheme: signing.public_key === undefined ? 'v1' : 'v1a',
    publicKey: signing.public_key ?? null,
    formerUntil: until !== undefined && Date.parse(until) > nowMs ? until : null,
  }
}
