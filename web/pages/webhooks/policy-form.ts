import { removeSecrets, removedSecrets } from '../../parts/fields/removed-secrets.ts'
import type {
  PolicyRequest,
  PolicyResponse,
  TargetRequest,
  TargetResponse,
} from '../../../src/contract/webhooks/policy.ts'

/** How requests to a target authenticate: not at all or by its options, with the stored secret, or with one typed now. */
export type Authentication = 'none' | 'stored' | 'header' | 'secret'

export type TargetOptions = Readonly<Record<string, unknown>>

/** A target in the form. */
export interface TargetForm {
  /** Identifies the target in the form. */
  readonly key: string
  /** Null: not stored yet. */
  readonly id: number | null
  readonly type: string
  readonly address: string
  readonly authentication: Authentication
  readonly authenticationValue: string
  readonly hasStoredSecret: boolean
  readonly verifiesCertificate: boolean
  readonly payloadFormat: string
  readonly options: TargetOptions
  /** The options as they are stored. A secret among them is an empty text. */
  readonly storedOptions: TargetOptions
  readonly attachment: string
}

export type PolicyFilter = NonNullable<PolicyRequest['filter']>

/** A policy in the form. */
export interface PolicyForm {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly eventTypes: readonly string[]
  readonly targets: readonly TargetForm[]
  readonly filter: PolicyFilter
  /** Null: as the setting of the server says. */
  readonly harborWay: boolean | null
}

let keys = 0

/** A key that no other target of the form has. */
export function newTargetKey(): string {
  return `target-${keys++}`
}

export function emptyTargetForm(): TargetForm {
  return {
    key: newTargetKey(),
    id: null,
    type: 'http',
    address: '',
    authentication: 'none',
    authenticationValue: '',
    hasStoredSecret: false,
    verifiesCertificate: true,
    payloadFormat: 'Default',
    options: {},
    storedOptions: {},
    attachment: '',
  }
}

/** A new policy. It begins with pushes, which most webhooks are for. */
export function emptyPolicyForm(): PolicyForm {
  return {
    name: '',
    description: '',
    enabled: true,
    eventTypes: ['PUSH_ARTIFACT'],
    targets: [emptyTargetForm()],
    filter: {},
    harborWay: null,
  }
}

/** The form of a stored policy. Its secrets stay on the server. */
export function policyFormOf(policy: PolicyResponse): PolicyForm {
  return {
    name: policy.name ?? '',
    description: policy.description ?? '',
    enabled: policy.enabled,
    eventTypes: policy.event_types,
    targets: policy.targets.map(targetFormOf),
    filter: policy.filter ?? {},
    harborWay: policy.harbor_way ?? null,
  }
}

function targetFormOf(target: TargetResponse): TargetForm {
  const hasStoredSecret = target.has_auth_header === true || target.has_secret === true
  return {
    ...emptyTargetForm(),
    id: target.id,
    type: target.type,
    address: target.address,
    authentication: hasStoredSecret ? 'stored' : 'none',
    hasStoredSecret,
    verifiesCertificate: target.skip_cert_verify !== true,
    payloadFormat: target.payload_format ?? 'Default',
    options: { ...target.options },
    storedOptions: { ...target.options },
    attachment: target.attachment ?? '',
  }
}

/** The same form with one target that no longer signs. */
export function withoutSigning(form: PolicyForm, targetId: number): PolicyForm {
  const targets = form.targets.map((target) => {
    if (target.id !== targetId) return target
    const { signing: _signing, ...options } = target.options
    return { ...target, options }
  })
  return { ...form, targets }
}

/** The request that saves the form. It omits secrets that were not typed: the server keeps the stored ones. */
export function policyRequestOf(form: PolicyForm): PolicyRequest {
  return {
    name: form.name.trim(),
    description: form.description,
    enabled: form.enabled,
    event_types: [...form.eventTypes],
    targets: form.targets.map(targetRequestOf),
    filter: filterRequestOf(form.filter),
    ...harborWayRequestOf(form),
  }
}

/** The field of a request; absent where the setting decides. */
export function harborWayRequestOf({
  harborWay,
}: Pick<PolicyForm, 'harborWay'>): Pick<PolicyRequest, 'harbor_way'> {
  return harborWay === null ? {} : { harbor_way: harborWay }
}

export function targetRequestOf(target: TargetForm): TargetRequest {
  const { authentication, authenticationValue } = target
  const options = usedOptions(target.options)
  return {
    type: target.type,
    address: target.address.trim(),
    skip_cert_verify: !target.verifiesCertificate,
    payload_format: target.payloadFormat,
    ...(authentication === 'header' && { auth_header: authenticationValue }),
    ...(authentication === 'secret' && { secret: authenticationValue }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(target.attachment !== '' && { attachment: target.attachment }),
    ...removeSecrets([...removedLogin(target), ...removedSecrets(options, 'options')]),
  }
}

/** A stored log-in goes when the form has none. */
function removedLogin({ authentication, hasStoredSecret }: TargetForm): readonly string[] {
  return hasStoredSecret && authentication === 'none' ? ['auth_header', 'secret'] : []
}

/** The options without headers that have no name yet. */
function usedOptions({ headers, ...others }: TargetOptions): Record<string, unknown> {
  const hasHeaders = typeof headers === 'object' && headers !== null && Object.keys(headers).length > 0
  return { ...others, ...(hasHeaders && { headers }) }
}

/** The filter without its empty parts. */
export function filterRequestOf(filter: PolicyFilter): PolicyFilter {
  const entries = Object.entries(filter).flatMap(([name, value]): [string, unknown][] => {
    const kept = withoutEmpty(value)
    return kept === null ? [] : [[name, kept]]
  })
  return Object.fromEntries(entries)
}

function withoutEmpty(value: unknown): unknown {
  if (value === undefined || value === '' || value === false) return null
  if (Array.isArray(value)) return value.length > 0 ? value : null
  if (typeof value !== 'object') return value
  const kept = filterRequestOf(value as PolicyFilter)
  return Object.keys(kept).length > 0 ? kept : null
}
