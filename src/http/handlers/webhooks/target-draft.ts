import type { TargetRequest } from '../../../contract/webhooks/policy.ts'
import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import type { Templates } from '../../../domain/delivery/templates.ts'
import type { TargetKind } from '../../../domain/delivery/target-kind.ts'
import { badRequest } from '../../../domain/errors.ts'
import { fitsHeader } from '../../../domain/header-value.ts'
import { type TargetOptions, loginsIn, splitOptions } from '../../../domain/options.ts'
import { withSecretsRemoved } from '../../../domain/removed-secrets.ts'
import type { TargetRules } from '../../../domain/target/target-rules.ts'
import type { Target, TargetDraft } from '../../../domain/target/target.ts'
import { mistakesIn } from '../../validation.ts'

/** What a target may name. */
export interface TargetChecks {
  readonly targetKinds: readonly Pick<
    TargetKind,
    'type' | 'readAddress' | 'ownFormat' | 'eventTypes' | 'isOffered' | keyof TargetRules
  >[]
  /** Those for programs, which any target without a format of its own may name. */
  readonly payloadFormats: readonly Pick<PayloadFormat, 'name' | 'isTemplate' | 'schemaOf'>[]
  /** Taken when such a target names none. */
  readonly defaultPayloadFormat: string
  /** Whether an empty `auth_header` removes the stored one: for callers who can read it, and so mean it. */
  readonly emptyAuthHeaderRemoves: boolean
  readonly templates: Pick<Templates, 'faultOf'>
}

const MAX_ATTACHMENT = 16 * 1024

/** The kinds that a user may choose. */
export function offeredKinds({
  targetKinds,
}: Pick<TargetChecks, 'targetKinds'>): TargetChecks['targetKinds'] {
  return targetKinds.filter(({ isOffered = true }) => isOffered)
}

/**
 * Checks a target in Harbor's order and words (`validateTargets` in `src/server/v2.0/handler/webhook.go`).
 *
 * @param policyName for the messages
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function targetDraft(target: TargetRequest, policyName: string, checks: TargetChecks): TargetDraft {
  const { type = '', address = '', attachment = '' } = target
  const kind = checks.targetKinds.find((known) => known.type === type)
  if (kind === undefined) throw badRequest(`unsupported target type ${type} with policy ${policyName}`)
  const reading = kind.readAddress(address)
  if ('fault' in reading) throw badRequest(reading.fault)
  if (attachment.length > MAX_ATTACHMENT)
    throw badRequest(`the attachment is longer than ${MAX_ATTACHMENT} characters`)
  const removed = removedSecrets(target)
  const options = withSecretsRemoved(optionsOf(target, kind), kind.optionsSchema, removed.options)
  const login = authorizationOf(target, reading.authHeader)
  assertOneLogin(login, loginsIn(options, kind.optionsSchema))
  return {
    type,
    address: reading.address,
    payloadFormat: payloadFormatOf(target, kind, checks),
    skipCertVerify: target.skip_cert_verify ?? false,
    attachment,
    options,
    rules: kind,
    ...login,
    dropsAuthHeader: removed.authHeader || (checks.emptyAuthHeaderRemoves && target.auth_header === ''),
    dropsSecret: removed.secret,
  }
}

/**
 * As much of a target as a payload shows of it; whether anything could be delivered to it does not matter.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function previewedTarget(
  target: TargetRequest,
  checks: TargetChecks,
): Pick<Target, 'id' | 'payloadFormat' | 'attachment' | 'options'> {
  const { type = '', attachment = '' } = target
  const kind = checks.targetKinds.find((known) => known.type === type)
  if (kind === undefined) throw badRequest(`unsupported target type ${type}`)
  const { open } = splitOptions(optionsOf(target, kind), kind.optionsSchema)
  return { id: 0, payloadFormat: payloadFormatOf(target, kind, checks), attachment, options: open }
}

/** What `remove_secrets` names: the two ways to log in by name, everything else among the options. */
function removedSecrets({ remove_secrets: paths = [] }: TargetRequest) {
  const others = paths.filter((path) => path !== 'auth_header' && path !== 'secret')
  return {
    authHeader: paths.includes('auth_header'),
    secret: paths.includes('secret'),
    options: others.map((path) => path.replace(/^options\./, '')),
  }
}

type CheckedKind = TargetChecks['targetKinds'][number]

function payloadFormatOf(
  { payload_format: given = '' }: TargetRequest,
  { type, ownFormat }: CheckedKind,
  { payloadFormats, defaultPayloadFormat }: TargetChecks,
): string {
  const known = ownFormat === null ? payloadFormats.map(({ name }) => name) : [ownFormat]
  const wanted = given || (ownFormat ?? defaultPayloadFormat)
  if (known.includes(wanted)) return wanted
  if (ownFormat !== null) throw badRequest(`set payload format is not allowed for ${type}`)
  throw badRequest(`unsupported payload format type: ${given}`)
}

function optionsOf({ options = {} }: TargetRequest, { type, optionsSchema }: CheckedKind): TargetOptions {
  const mistakes = mistakesIn(optionsSchema, options)
  if (mistakes.length === 0) return options as TargetOptions
  throw badRequest(`options of a target of type ${type}: ${mistakes.join('; ')}`)
}

/** @param fromAddress what the address itself says: the last of the three ways to log in, as for Go's client */
function authorizationOf(
  { auth_header, secret: given }: TargetRequest,
  fromAddress: string | null,
): Pick<TargetDraft, 'authHeader' | 'secret'> {
  const authHeader = secretOf('auth_header', auth_header)
  const secret = secretOf('secret', given)
  if (authHeader !== null && secret !== null) {
    throw badRequest('auth_header and secret both set the Authorization header: give one of them')
  }
  return secret === null ? { authHeader: authHeader ?? fromAddress, secret } : { authHeader, secret }
}

function assertOneLogin(
  { authHeader, secret }: Pick<TargetDraft, 'authHeader' | 'secret'>,
  [login]: readonly string[],
): void {
  if (login === undefined || (authHeader === null && secret === null)) return
  throw badRequest(
    `${authHeader === null ? 'secret' : 'auth_header'} and options.${login} both set the Authorization header: give one of them`,
  )
}

function secretOf(field: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null
  if (!fitsHeader(value)) throw badRequest(`${field} holds a character that a header cannot carry`)
  return value
}
