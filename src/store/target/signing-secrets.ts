import type { Selectable } from 'kysely'
import type { SecretBox } from '../../domain/secret-box.ts'
import { SIGNING_OVERLAP_MS } from '../../domain/target/signing-key.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { TargetTable } from './target-tables.ts'

type FormerColumns = Pick<Selectable<TargetTable>, 'former_signing_secret' | 'former_signing_until'>

/** The signing secret that a stored target had before the present one. */
export function formerSigningSecret(
  { former_signing_secret: sealed, former_signing_until: untilMs }: FormerColumns,
  secrets: SecretBox,
): TargetWithSecrets['formerSigningSecret'] {
  return sealed === null || untilMs === null ? null : { secret: secrets.open(sealed), untilMs }
}

/** The columns of the former signing secret when options replace others; both have their secrets in clear. */
export function formerSigningColumns(
  before: TargetOptions,
  after: TargetOptions,
  secrets: SecretBox,
  atMs: number,
): Partial<FormerColumns> {
  const [old, present] = [signingSecretOf(before), signingSecretOf(after)]
  if (old === present) return {}
  // A target that has lost its signing signs no more; one that had none has no former secret.
  if (old === null || present === null) return { former_signing_secret: null, former_signing_until: null }
  return { former_signing_secret: secrets.seal(old), former_signing_until: atMs + SIGNING_OVERLAP_MS }
}

function signingSecretOf({ signing }: TargetOptions): string | null {
  const { secret = null } = (signing ?? {}) as { secret?: string }
  return secret
}
