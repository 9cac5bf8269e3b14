import type { TargetOptions } from '../domain/options.ts'
import type { SecretBox } from '../domain/secret-box.ts'

export function sealOrNull(clear: string | null, secrets: SecretBox): string | null {
  return clear === null ? null : secrets.seal(clear)
}

export function openOrNull(sealed: string | null, secrets: SecretBox): string | null {
  return sealed === null ? null : secrets.open(sealed)
}

/** The secrets among options as one sealed text; null when there are none. */
export function sealOptions(options: TargetOptions, secrets: SecretBox): string | null {
  return Object.keys(options).length === 0 ? null : secrets.seal(JSON.stringify(options))
}

export function openOptions(sealed: string | null, secrets: SecretBox): TargetOptions {
  return sealed === null ? {} : (JSON.parse(secrets.open(sealed)) as TargetOptions)
}
