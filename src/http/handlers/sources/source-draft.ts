import { randomBytes } from 'node:crypto'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import {
  DEFAULT_SOURCE,
  type SourceKind,
  type SourceView,
  isSourceName,
  settingsFaultOf,
  settingsSchemaOf,
} from '../../../domain/registry/source.ts'
import { type TargetOptions, keepsSecrets } from '../../../domain/options.ts'
import { assertSecretStays } from '../../../domain/kept-secrets.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { mistakesIn } from '../../validation.ts'

/** 192 random bits, in characters that need no escape in a header. */
export function newSourceToken(): string {
  return randomBytes(24).toString('base64url')
}

/** @throws BellbuoyError `BAD_REQUEST` naming those that there are */
export function sourceKindOf(kinds: readonly SourceKind[], name: string): SourceKind {
  const kind = kinds.find((known) => known.kind === name)
  if (kind !== undefined) return kind
  const known = kinds.map((one) => one.kind).join(', ')
  throw badRequest(`there is no kind of source ${JSON.stringify(name)}: it is one of ${known}`)
}

/** @throws BellbuoyError `BAD_REQUEST` */
export function sourceName(name: string): string {
  assertVisibleName('source name', name)
  if (isSourceName(name)) return name
  const rule = 'lower-case letters and digits, joined by single dots, underscores or hyphens, 64 at the most'
  throw badRequest(`invalid source name ${JSON.stringify(name)}: ${rule}`)
}

/** @throws BellbuoyError `BAD_REQUEST` naming every mistake */
export function sourceSettings(settings: Readonly<Record<string, unknown>>, kind: SourceKind): TargetOptions {
  const mistakes = [...mistakesIn(settingsSchemaOf(kind), settings)]
  const fault = mistakes.length === 0 ? settingsFaultOf(kind, settings as TargetOptions) : null
  if (fault !== null) mistakes.push(fault)
  if (mistakes.length === 0) return settings as TargetOptions
  throw badRequest(`settings of a source of kind ${kind.kind}: ${mistakes.join('; ')}`)
}

/** @throws BellbuoyError `BAD_REQUEST` when a stored secret would move to another host */
export function assertSourceSecretsStay(
  settings: TargetOptions,
  stored: TargetOptions,
  { settingsSchema, secretsTravelTo }: SourceKind,
): void {
  const to = secretsTravelTo?.(settings) ?? null
  if (to === null) return
  assertSecretStays({
    kept: keepsSecrets(settings, settingsSchema, stored) ? 'the stored secret' : null,
    from: secretsTravelTo?.(stored) ?? 'its former host',
    to,
  })
}

/**
 * The kind of a source that the admin may change: those that Bellbuoy created for its own parts are not among them.
 *
 * @throws BellbuoyError `PRECONDITION`
 */
export function changeableKind(source: SourceView, kinds: readonly SourceKind[]): SourceKind {
  const kind = kinds.find((known) => known.kind === source.kind)
  if (kind !== undefined) return kind
  throw new BellbuoyError('PRECONDITION', `the source ${source.name} is Bellbuoy's own and stays as it is`)
}

/** @throws BellbuoyError `PRECONDITION` */
export function assertNotDefault({ name }: SourceView, doing: string): void {
  if (name !== DEFAULT_SOURCE) return
  throw new BellbuoyError(
    'PRECONDITION',
    `the source ${DEFAULT_SOURCE} cannot be ${doing}: /service/notifications is its path`,
  )
}
