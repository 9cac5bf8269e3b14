import type { PolicyRequest, TargetRequest } from '../../contract/policy.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { type EventType, eventTypeOf } from '../../domain/event-type.ts'
import type { PolicyDraft } from '../../domain/policy.ts'
import type { TargetDraft, TargetKind } from '../../domain/target.ts'

/** What a policy may name. */
export interface PolicyChecks {
  readonly targetKinds: readonly Pick<TargetKind, 'type' | 'readAddress'>[]
  readonly payloadFormats: readonly string[]
  /** Taken when a target names none. */
  readonly defaultPayloadFormat: string
}

const MAX_NAME = 256
/** Visible characters, spaces and tabs: what a header value may hold (RFC 9110, section 5.5). */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * Checks a policy in Harbor's order and words (`validateEventTypes`, `validateTargets` in
 * `src/server/v2.0/handler/webhook.go`). An absent `enabled` means disabled, as in Harbor.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function policyDraft(request: PolicyRequest, checks: PolicyChecks): PolicyDraft {
  const { name = '', description = '', enabled = false, event_types = [], targets = [] } = request
  if (name.length > MAX_NAME) throw bad(`the name is longer than ${MAX_NAME} characters`)
  if (event_types.length === 0) throw bad('empty event type')
  const eventTypes = [...new Set(event_types.map(eventType))]
  if (targets.length === 0) throw bad(`empty notification target with policy ${name}`)
  return {
    name,
    description,
    enabled,
    eventTypes,
    targets: targets.map((target) => targetDraft(target, name, checks)),
  }
}

function eventType(name: string): EventType {
  const type = eventTypeOf(name)
  if (type === null) throw bad(`unsupported event type ${name}`)
  return type
}

function targetDraft(target: TargetRequest, policyName: string, checks: PolicyChecks): TargetDraft {
  const { type = '', address = '', payload_format = '' } = target
  const kind = checks.targetKinds.find((known) => known.type === type)
  if (kind === undefined) throw bad(`unsupported target type ${type} with policy ${policyName}`)
  const reading = kind.readAddress(address)
  if ('fault' in reading) throw bad(reading.fault)
  const payloadFormat = payload_format || checks.defaultPayloadFormat
  if (!checks.payloadFormats.includes(payloadFormat))
    throw bad(`unsupported payload format type: ${payload_format}`)
  return {
    type,
    address: reading.address,
    payloadFormat,
    skipCertVerify: target.skip_cert_verify ?? false,
    ...authorizationOf(target, reading.authHeader),
  }
}

/** @param fromAddress what the address itself says: the last of the three ways to log in, as for Go's client */
function authorizationOf(
  { auth_header, secret: given }: TargetRequest,
  fromAddress: string | null,
): Pick<TargetDraft, 'authHeader' | 'secret'> {
  const authHeader = secretOf('auth_header', auth_header)
  const secret = secretOf('secret', given)
  if (authHeader !== null && secret !== null) {
    throw bad('auth_header and secret both set the Authorization header: give one of them')
  }
  return secret === null ? { authHeader: authHeader ?? fromAddress, secret } : { authHeader, secret }
}

function secretOf(field: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null
  if (!HEADER_VALUE.test(value)) throw bad(`${field} holds a character that a header cannot carry`)
  return value
}

function bad(message: string): BellbuoyError {
  return new BellbuoyError('BAD_REQUEST', message)
}
