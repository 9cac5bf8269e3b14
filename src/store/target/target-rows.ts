import type { Selectable } from 'kysely'
import { type TargetOptions, joinOptions, splitOptions } from '../../domain/options.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { TargetRules } from '../../domain/target/target-rules.ts'
import type { Target, TargetDraft, TargetWithSecrets } from '../../domain/target/target.ts'
import { openOptions, openOrNull, sealOptions, sealOrNull } from '../sealed.ts'
import { formerSigningSecret } from './signing-secrets.ts'
import type { TargetTable } from './target-tables.ts'

type Row = Selectable<TargetTable>

export function targetOf(row: Row): Target {
  return {
    id: row.id,
    type: row.type,
    address: row.address,
    skipCertVerify: row.skip_cert_verify === 1,
    payloadFormat: row.payload_format,
    attachment: row.attachment,
    options: JSON.parse(row.options_json) as TargetOptions,
    hasAuthHeader: row.auth_header !== null,
    hasSecret: row.secret !== null,
    isPaused: row.paused_at !== null,
    isHeld: row.held_from !== null,
    formerSigningUntilMs: row.former_signing_until,
  }
}

export function targetWithSecrets(row: Row, secrets: SecretBox): TargetWithSecrets {
  const target = targetOf(row)
  return {
    ...target,
    options: joinOptions(target.options, openOptions(row.secret_options, secrets)),
    authHeader: openOrNull(row.auth_header, secrets),
    secret: openOrNull(row.secret, secrets),
    formerSigningSecret: formerSigningSecret(row, secrets),
  }
}

/** The columns of a draft, its secrets sealed, with these options in place of its own. */
export function targetColumns(draft: TargetDraft, options: TargetOptions, secrets: SecretBox) {
  return {
    attachment: draft.attachment,
    ...optionColumns(draft.rules, options, secrets),
    type: draft.type,
    address: draft.address,
    auth_header: sealOrNull(draft.authHeader, secrets),
    secret: sealOrNull(draft.secret, secrets),
    skip_cert_verify: draft.skipCertVerify ? 1 : 0,
    payload_format: draft.payloadFormat,
  }
}

/** The columns of options that have every secret in clear. */
export function optionColumns(
  { optionsSchema }: Pick<TargetRules, 'optionsSchema'>,
  options: TargetOptions,
  secrets: SecretBox,
): Pick<Row, 'options_json' | 'secret_options'> {
  const { open, secret } = splitOptions(options, optionsSchema)
  return {
    options_json: JSON.stringify(open),
    secret_options: sealOptions(secret, secrets),
  }
}
